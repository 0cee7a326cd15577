"""The value lists of the specification (clever-sftp-spec §3.0), and what other spellings of them mean."""

from collections.abc import Mapping

GRADES = (
    "InfantToddler",
    "Preschool",
    "PreKindergarten",
    "TransitionalKindergarten",
    "Kindergarten",
    *(str(grade) for grade in range(1, 14)),
    "PostGraduate",
    "Ungraded",
    "Other",
)
GRADES_MEANT: Mapping[str, str] = {
    **{f"0{grade}": str(grade) for grade in range(1, 10)},
    "0": "Kindergarten",
    "k": "Kindergarten",
    "kg": "Kindergarten",
    "kf": "Kindergarten",
    "kh": "Kindergarten",
    "dh": "Kindergarten",
    "pk": "PreKindergarten",
    "pre-k": "PreKindergarten",
    "3f": "PreKindergarten",
    "3h": "PreKindergarten",
    "4f": "PreKindergarten",
    "4h": "PreKindergarten",
    "tk": "TransitionalKindergarten",
    "pg": "PostGraduate",
}

SUBJECTS = (
    "English/language arts",
    "Math",
    "Science",
    "Social studies",
    "Language",
    "Homeroom/advisory",
    "Interventions/online learning",
    "Technology and engineering",
    "PE and health",
    "Arts and music",
    "other",
)

LANGUAGES = (
    "English",
    "Albanian",
    "Amharic",
    "Arabic",
    "Bengali",
    "Bosnian",
    "Burmese",
    "Cantonese",
    "Chinese",
    "Dutch",
    "Farsi",
    "French",
    "German",
    "Hebrew",
    "Hindi",
    "Hmong",
    "Ilocano",
    "Japanese",
    "Javanese",
    "Karen",
    "Khmer",
    "Korean",
    "Laotian",
    "Latvian",
    "Malay",
    "Mandarin",
    "Nepali",
    "Oromo",
    "Polish",
    "Portuguese",
    "Punjabi",
    "Romanian",
    "Russian",
    "Samoan",
    "Serbian",
    "Somali",
    "Spanish",
    "Swahili",
    "Tagalog",
    "Tamil",
    "Telugu",
    "Thai",
    "Tigrinya",
    "Turkish",
    "Ukrainian",
    "Urdu",
    "Vietnamese",
)

YES_NO = ("Y", "N")
YES_NO_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("yes", "true", "t", "1"), "Y"),
    **dict.fromkeys(("no", "false", "f", "0"), "N"),
}

GENDERS = ("M", "F", "X")
GENDERS_MEANT: Mapping[str, str] = {"male": "M", "female": "F", "nonbinary": "X", "non-binary": "X"}

RACES = ("A", "B", "I", "M", "P", "W")
RACES_MEANT: Mapping[str, str] = {
    "asian": "A",
    "black or african american": "B",
    "american indian or alaska native": "I",
    "two or more races": "M",
    "native hawaiian or other pacific islander": "P",
    "white": "W",
}

LUNCHES = ("F", "R", "N")
LUNCHES_MEANT: Mapping[str, str] = {"free": "F", "reduced": "R", "paid": "N", "p": "N"}

RELATIONSHIPS = ("Parent", "Grandparent", "Self", "Aunt/Uncle", "Sibling", "Other")
RELATIONSHIPS_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("mother", "father", "stepmother", "stepfather"), "Parent"),
    **dict.fromkeys(("grandmother", "grandfather"), "Grandparent"),
    **dict.fromkeys(("aunt", "uncle"), "Aunt/Uncle"),
    **dict.fromkeys(("brother", "sister"), "Sibling"),
}

CONTACT_TYPES = ("Parent/Guardian", "Emergency", "Primary", "Secondary", "Family", "Other")
CONTACT_TYPES_MEANT: Mapping[str, str] = dict.fromkeys(("parent", "guardian", "mother", "father"), "Parent/Guardian")

PHONE_TYPES = ("Cell", "Home", "Work", "Other")
PHONE_TYPES_MEANT: Mapping[str, str] = {"mobile": "Cell", "cell phone": "Cell", "business": "Work"}

DISABILITIES: Mapping[str, str] = {
    "aut": "Autism",
    "db": "Deaf-blindness",
    "dd": "Developmental delay",
    "emn": "Emotional disturbance",
    "hi": "Hearing impairment",
    "id": "Intellectual Disability",
    "md": "Multiple disabilities",
    "oi": "Orthopedic impairment",
    "other": "Other",
    "ohi": "Other health impairment",
    "sld": "Specific learning disability",
    "sli": "Speech or language impairment",
    "tbi": "Traumatic brain injury",
    "vi": "Visual impairment",
}

#: Blank stands for Portal Access, which everybody has.
STAFF_ROLES = ("School Tech Lead", "")
STAFF_ROLES_MEANT: Mapping[str, str] = {"stl": "School Tech Lead", "tech lead": "School Tech Lead"}

ATTENDANCE_TYPES = ("daily", "section")
ATTENDANCE_STATUSES = ("absent", "tardy", "present")
