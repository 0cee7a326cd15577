"""Headers of contacts that stand in a student's row: `Guardian1 First Name`, `Mother Cell Phone`, `Emerg_Phone_1`."""

import re
from dataclasses import dataclass

from roster_core.roster.formats.synonyms import spellings

_ROLE = re.compile(
    r"(?:family(?P<family>\d))?"
    r"(?P<role>parentguardian|guardian|parent|emergencycontact|emergcontact|emergency|emerg|contact|mother|mom|"
    r"father|dad|ec|pg|[gpc](?=\d))(?P<number>\d?)(?P<part>[a-z]*)(?P<after>\d?)"
)
_KINDS = {"mother": "mother", "mom": "mother", "father": "father", "dad": "father", "contact": "contact",
          "c": "contact", "emergencycontact": "emergency", "emergcontact": "emergency", "emergency": "emergency",
          "emerg": "emergency", "ec": "emergency"}  # fmt: skip
_PARTS = {
    word: part
    for part, words in {
        "name": ",name,fullname,lastfirst,contact",
        "first_name": "firstname,fname,first,fn,givenname",
        "middle_name": "middlename,mname,middle,mi,mn",
        "last_name": "lastname,lname,last,ln,surname",
        "suffix": "suffix",
        "relationship_code": "relationship,relation,rel,relationshiptostudent,relationshiptype,relationshipcode",
        "type": "type",
        "phone": "phone,phonenumber,primaryphone,telephone,dayphone,daytimephone,ph",
        "phone_home": "homephone,phonehome,home,homephonenumber,hphone",
        "phone_cell": "cellphone,phonecell,cell,mobile,mobilephone,cellphonenumber,cphone",
        "phone_work": "workphone,phonework,work,businessphone,workphonenumber,wphone",
        "phone_type": "phonetype",
        "email": "email,emailaddress,emailaddr,homeemail,personalemail,emailhome,primaryemail",
        "source_id": "id,contactid,personid,sisid,guardianid",
        "custody_issue": "custody,custodyissue,custodyalert,custodyflag",
        "lives_with": "liveswith,resideswith,liveswithstudent",
        "receives_mail": "receivesmail,mail,receivesmailing,mailing,mailings",
        "sequence": "priority,sequence,order",
    }.items()
    for word in words.split(",")
}


@dataclass(frozen=True, order=True)
class ContactGroup:
    """Contacts in a student's row that one set of headers describes, in the order in which they count."""

    place: int
    number: str
    kind: str


_PLACES = ("guardian", "mother", "father", "contact", "emergency")
#: Two letters that Aeries has for the household of a student.
_AERIES = {"pg": "name", "stupg": "name", "pem": "email", "stupem": "email"}


def contact_header(header: str) -> tuple[ContactGroup, str] | None:
    """The contact and the part of one that a header of a student's row names (`Guardian1 First Name`), else None."""
    for whole, _ in spellings(header, "students"):
        if whole in _AERIES:
            return ContactGroup(0, "", "guardian"), _AERIES[whole]
        found = _ROLE.fullmatch(whole)
        if found is None or found["part"] not in _PARTS or (found["number"] and found["after"] not in ("", "1")):
            continue
        kind = _KINDS.get(found["role"], "guardian")
        if kind == "contact" and not (found["number"] or found["after"]):
            continue
        number = (found["family"] or "") + (found["number"] or found["after"])
        return ContactGroup(_PLACES.index(kind), number, kind), _PARTS[found["part"]]
    return None
