"""OneRoster's bulk CSV files as they are read, versions 1.1 and 1.2."""

from collections.abc import Mapping

_COMMON: dict[str, tuple[str, ...]] = {"sourcedId": (), "status": ()}

#: Per file (in lower case), the columns read and other headers they are known under. Case does not matter.
COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "manifest": {"propertyName": (), "value": ()},
    "orgs": {**_COMMON, "name": (), "type": (), "identifier": ()},
    "academicsessions": {
        **_COMMON,
        "title": (),
        "type": (),
        "startDate": (),
        "endDate": (),
        "parentSourcedId": (),
        "schoolYear": (),
    },
    "courses": {**_COMMON, "title": (), "courseCode": (), "subjects": ()},
    "classes": {
        **_COMMON,
        "title": (),
        "courseSourcedId": (),
        "classCode": (),
        "classType": (),
        "location": (),
        "schoolSourcedId": (),
        "termSourcedIds": ("termSourcedId",),
        "subjects": (),
        "periods": (),
    },
    "enrollments": {
        **_COMMON,
        "classSourcedId": (),
        "userSourcedId": (),
        "role": (),
        "primary": (),
        "beginDate": (),
        "endDate": (),
    },
    "users": {
        **_COMMON,
        "enabledUser": (),
        "orgSourcedIds": ("orgSourcedId",),
        "role": (),
        "username": (),
        "userIds": (),
        "givenName": (),
        "familyName": (),
        "middleName": (),
        "identifier": (),
        "email": (),
        "sms": (),
        "phone": (),
        "agentSourcedIds": ("agents",),
        "grades": ("grade",),
        "preferredGivenName": ("preferredFirstName",),
        "preferredFamilyName": ("preferredLastName",),
        "primaryOrgSourcedId": (),
    },
    "roles": {
        **_COMMON,
        "userSourcedId": (),
        "roleType": (),
        "role": (),
        "beginDate": (),
        "endDate": (),
        "orgSourcedId": (),
    },
    "demographics": {
        **_COMMON,
        "birthDate": ("birthdate",),
        "sex": (),
        "americanIndianOrAlaskaNative": (),
        "asian": (),
        "blackOrAfricanAmerican": (),
        "nativeHawaiianOrOtherPacificIslander": (),
        "white": (),
        "demographicRaceTwoOrMoreRaces": (),
        "hispanicOrLatinoEthnicity": (),
    },
}
#: Columns of the standard that only hold a set together; nobody misses them.
STRUCTURAL = (
    "dateLastModified",
    "parentSourcedId",
    "schoolYearSourcedId",
    "orgSourcedId",
    "schoolSourcedId",
    "subjectCodes",
    "userMasterIdentifier",
    "resourceSourcedIds",
    "userProfileSourcedId",
)
#: Columns of the standard that say something for which a roster has no place.
NOT_CARRIED: Mapping[str, tuple[str, ...]] = {
    "courses": ("grades",),
    "classes": ("grades",),
    "users": ("password", "preferredMiddleName", "pronouns"),
    "demographics": (
        "countryOfBirthCode",
        "stateOfBirthAbbreviation",
        "cityOfBirth",
        "publicSchoolResidenceStatus",
    ),
}
#: Files of the standard that a roster has no place for.
PASSED_OVER = frozenset(
    {
        "categories",
        "classresources",
        "courseresources",
        "lineitems",
        "lineitemlearningobjectiveids",
        "lineitemscorescales",
        "resources",
        "results",
        "resultlearningobjectiveids",
        "resultscorescales",
        "scorescales",
        "userprofiles",
        "userresources",
    }
)
#: The columns that tell a file by its headers, the most telling first.
TELLING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("manifest", ("propertyName", "value")),
    ("enrollments", ("classSourcedId", "userSourcedId")),
    ("classes", ("sourcedId", "courseSourcedId")),
    ("roles", ("userSourcedId", "roleType")),
    ("users", ("sourcedId", "givenName")),
    ("academicsessions", ("sourcedId", "startDate", "endDate", "title")),
    ("courses", ("sourcedId", "courseCode")),
    ("demographics", ("sourcedId", "birthDate")),
    ("orgs", ("sourcedId", "name", "type")),
)
#: Columns without which a file means nothing. Files named here must be there.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "orgs": ("sourcedId", "name", "type"),
    "users": ("sourcedId", "givenName", "familyName"),
    "courses": ("sourcedId", "title"),
    "classes": ("sourcedId", "courseSourcedId", "schoolSourcedId"),
    "enrollments": ("classSourcedId", "userSourcedId", "role"),
}
