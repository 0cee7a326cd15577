"""The words that programs and people use for what roster CSV says with codes (roster-csv §2, roster-model §6)."""

import re
from collections.abc import Mapping

from roster_core.roster.formats.sheet import normal

TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0"})
FALSE = frozenset({"false", "f", "no", "n", "0", "0.0"})


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    """Normal form of each word → its code, from code → words with commas between."""
    return {normal(word): code for code, several in words.items() for word in (code, *several.split(",")) if word}


GENDERS = _by_word({
    "M": "male,man,boy",
    "F": "female,woman,girl",
    "X": "nonbinary,nb,non-binary/undesignated,other",
    "U": "unknown,unspecified,not specified,undisclosed,not stated,not selected",
})  # fmt: skip
RACES = _by_word({
    "W": "white,caucasian",
    "B": "black,african american,black or african american,black/african american,black or african-american",
    "A": "asian",
    "I": "american indian,alaska native,american indian or alaska native,american indian/alaska native,"
    "american indian or alaskan native,american indian/alaskan native,native american",
    "P": "pacific islander,native hawaiian,hawaiian,native hawaiian or other pacific islander,"
    "native hawaiian/other pacific islander,native hawaiian or pacific islander,hawaiian/pacific islander",
    "M": "two or more races,two or more,multiracial,multi-racial,multi,mixed,multiple",
})  # fmt: skip
LUNCH = _by_word({
    "F": "free,free lunch,direct certification,directly certified",
    "R": "reduced,reduced lunch,reduced price",
    "N": "paid,p,no,none,neither,full,full price,full pay,not eligible,denied",
})  # fmt: skip
SCHOOL_TYPES = _by_word({
    "ELEM": "elementary,elementary school,primary,es,k-5,k-8,pk-5",
    "MIDDLE": "middle school,intermediate,junior high,junior high school,ms,jh,6-8",
    "HIGH": "high school,senior high,senior high school,secondary,hs,9-12",
    "PREG": "",
    "OOD": "out of district",
    "OTHER": "district,alternative",
})  # fmt: skip
PERSON_STATUS = _by_word({"ACTIVE": "a,enabled,current,enrolled", "INACTIVE": "i,disabled,withdrawn,left,transferred"})
ENROLLMENT_STATUS = _by_word({
    "ACTIVE": "a,enrolled,current,registered",
    "INACTIVE": "i,withdrawn,exited,transferred,transferred out,dropped,left",
    "PREREG": "preregistered,pre-registered,pre-enrolled,pre enrolled,future",
    "GRADUATED": "graduate,grad,g",
})  # fmt: skip
#: What PowerSchool's Enroll_Status says by number.
POWERSCHOOL_STATUS = {"0": "ACTIVE", "-1": "PREREG", "-2": "PREREG", "1": "INACTIVE", "2": "INACTIVE", "3": "GRADUATED"}
SECTION_STATUS = _by_word({"ACTIVE": "a,open,scheduled,running", "CANCELLED": "canceled,c,closed,inactive,i"})
EMPLOYMENT = _by_word({
    "ACTIVE": "a,current,employed,1",
    "LEAVE": "on leave,leave of absence,loa,l",
    "TERMINATED": "t,inactive,i,resigned,retired,left,former,2",
})  # fmt: skip
SECTION_ROLES = _by_word({
    "TEACHER": "t,lead teacher,primary,primary teacher,teacher of record,instructor",
    "CO_TEACHER": "co-teacher,coteacher,co teacher,secondary,secondary teacher,additional teacher",
    "SUPPORT": "support teacher,aide,paraprofessional,para,resource teacher,push-in,proctor",
    "SUBSTITUTE": "sub,long term substitute,substitute teacher",
})  # fmt: skip
CONTACT_TYPES = _by_word({
    "GUARDIAN": "parent,parent/guardian,parent or guardian,legal guardian,mother,father,stepmother,stepfather,"
    "stepparent,foster parent,g,custodial",
    "EMERGENCY": "emergency contact,e",
    "OTHER": "primary,secondary,family,contact,o,relative",
})  # fmt: skip
RELATIONSHIPS = _by_word({
    "MOTHER": "mom,mo,m",
    "FATHER": "dad,fa,f",
    "PARENT": "parent/guardian",
    "STEPPARENT": "stepmother,stepfather,step mother,step father,step-parent,step parent",
    "FOSTER": "foster parent,foster mother,foster father",
    "GUARDIAN": "legal guardian,court appointed guardian",
    "GRANDPARENT": "grandmother,grandfather,grandma,grandpa",
    "AUNT": "aunt/uncle",
    "UNCLE": "",
    "SIBLING": "brother,sister",
    "SELF": "student",
    "OTHER": "",
})  # fmt: skip
#: Relationships that make a contact a guardian if nothing else says what it is.
GUARDIAN_RELATIONSHIPS = frozenset({"MOTHER", "FATHER", "PARENT", "STEPPARENT", "FOSTER", "GUARDIAN"})
PHONE_TYPES = _by_word({
    "CELL": "mobile,cell phone,mobile phone,c,sms",
    "HOME": "home phone,h,residence,landline",
    "WORK": "work phone,w,business,office",
    "OTHER": "o",
})  # fmt: skip
#: Job titles that are a role (roster-model §6.4), whole titles only.
TITLE_ROLES = _by_word({
    "PRINCIPAL": "school principal,building principal",
    "VICE_PRINCIPAL": "vice principal,assistant principal,asst principal",
    "SUPERINTENDENT": "superintendent of schools",
    "NURSE": "school nurse",
    "COUNSELOR": "counselor,school counselor,guidance counselor",
    "SECRETARY": "school secretary",
    "CASE_MANAGER": "case manager",
    "ATHLETIC_TRAINER": "athletic trainer",
    "SUPERVISOR": "",
    "CLASSROOM_AIDE": "classroom aide,aide,paraprofessional",
    "RESOURCE_TEACHER": "resource teacher",
    "DEPT_CHAIR": "department chair",
    "TEACHER": "",
})  # fmt: skip

_LANGUAGE_NAMES = """
eng English en; alb Albanian sq sqi; amh Amharic am; ara Arabic ar; ben Bengali bn; bos Bosnian bs; bur Burmese my mya;
yue Cantonese; chi Chinese zh zho; dut Dutch nl nld; per Farsi Persian fa fas; fre French fr fra; ger German de deu;
heb Hebrew he; hin Hindi hi; hmn Hmong; ilo Ilocano; jpn Japanese ja; jav Javanese jv; kar Karen; khm Khmer km;
kor Korean ko; lao Laotian lo; lav Latvian lv; may Malay ms msa; cmn Mandarin; nep Nepali ne; orm Oromo om;
pol Polish pl;
por Portuguese pt; pan Punjabi Panjabi pa; rum Romanian ro ron; rus Russian ru; smo Samoan sm; srp Serbian sr;
som Somali so; spa Spanish es; swa Swahili sw; tgl Tagalog tl; tam Tamil ta; tel Telugu te; tha Thai th;
tir Tigrinya ti; tur Turkish tr; ukr Ukrainian uk; urd Urdu ur; vie Vietnamese vi; guj Gujarati gu;
hat HaitianCreole Haitian ht;
ita Italian it; gre Greek el; mal Malayalam ml; mar Marathi mr
"""
#: Name, ISO 639-1 and terminology code of a language → the code that a roster has (roster-model §6.3).
LANGUAGES = {
    normal(word): line.split()[0] for line in _LANGUAGE_NAMES.split(";") for word in line.split()
}  # fmt: skip

_RACE_SEPARATORS = re.compile(r"[;,|&+/]")


def boolean(text: str) -> str | None:
    """`true` or `false`, None if `text` is neither."""
    folded = text.casefold()
    return "true" if folded in TRUE else "false" if folded in FALSE else None


def race_codes(text: str) -> str:
    """Race codes joined by `;`; a word that is none of ours stays as it is."""
    if whole := RACES.get(normal(text)):
        return whole
    parts = [part.strip() for part in _RACE_SEPARATORS.split(text)]
    known = [RACES.get(normal(part)) for part in parts if part]
    if known and all(known):
        return ";".join(dict.fromkeys(code for code in known if code))
    return ";".join(dict.fromkeys(RACES.get(normal(part), part.strip()) for part in text.split(";") if part.strip()))
