"""What a file is called when it is handed out: templates, clean names, clashes (batch-updates §3.5)."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roster_core.refusals import Refusal

#: The tokens of a template, in the order in which they are offered.
TOKENS = ("weblogin", "district_number", "state_id", "last", "first", "grade", "school", "homeroom", "year")
#: The names offered beside “Customize”, as templates.
PRESETS: Mapping[str, str] = {
    "Weblogin ID": "{weblogin}",
    "Proprietary ID (district number)": "{district_number}",
    "Local ID (government number)": "{state_id}",
    "Last_First": "{last}_{first}",
}


@dataclass(frozen=True)
class Naming:
    """How files of one kind are called: the tokens there are, and what an empty box stands for, also in words."""

    tokens: tuple[str, ...]
    blank: str
    blank_words: str
    #: By media type the extensions that tell the truth, the usual one first.
    suited: Mapping[str, tuple[str, ...]]
    #: Further endings that are no part of a name.
    others: tuple[str, ...] = ()

    @property
    def extensions(self) -> tuple[str, ...]:
        """Every ending that is taken for an extension, the longest first."""
        known = {one for suited in self.suited.values() for one in suited} | set(self.others)
        return tuple(sorted(known, key=lambda one: (-len(one), one)))


#: Photos.
PICTURES = Naming(
    TOKENS,
    "{weblogin}",
    "the weblogin ID",
    {"image/jpeg": (".jpg", ".jpeg", ".jpe"), "image/png": (".png",)},
    (".gif", ".bmp"),
)
#: The longest that a name may be before its extension, in characters.
LONGEST = 120
_PART = re.compile(r"\{([^{}]*)\}|([{}])")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
#: Marks that change the direction of what follows: a name could show itself as another one.
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNFIT = {"Cc", "Cs", "Zl", "Zp"}


@dataclass(frozen=True)
class Template:
    """A file name with tokens: texts and names of tokens by turns, beginning and ending with a text."""

    parts: tuple[str, ...]
    #: The extension that was typed, if any.
    extension: str = ""

    def filled(self, values: Mapping[str, str]) -> str:
        """The name for somebody; a token without a value is her weblogin ID, or else the district number."""
        fallback = values.get("weblogin") or values.get("district_number", "")
        return "".join((values.get(part) or fallback) if number % 2 else part for number, part in enumerate(self.parts))


def read_template(text: str, naming: Naming = PICTURES) -> Template:
    """The template that somebody typed; blank means what the kind of file says.

    Raises:
        Refusal: A token is unknown, or a brace has no partner.
    """
    typed = text.strip() or naming.blank
    extension = next((one for one in naming.extensions if typed.lower().endswith(one)), "")
    extension = typed[len(typed) - len(extension) :] if extension else ""
    body = typed.removesuffix(extension) or naming.blank
    parts, at = [], 0
    for found in _PART.finditer(body):
        token = found.group(1)
        if token not in naming.tokens:
            raise _unknown(found.group(0), naming)
        parts += [body[at : found.start()], token]
        at = found.end()
    return Template((*parts, body[at:]), extension)


def _unknown(written: str, naming: Naming) -> Refusal:
    lone = len(written) == 1
    why = f"A “{written}” in it has no partner." if lone else f"{written} is no token."
    return Refusal(
        "The file name was not understood.",
        why=why,
        fix=f"Tokens are {', '.join(f'{{{token}}}' for token in naming.tokens)};"
        f" leave it empty for {naming.blank_words}.",
    )


def clean_name(text: str, longest: int = LONGEST) -> str:
    """The name as every system takes it, without extension: may be blank."""
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    if not (plain.isascii() and plain.isprintable()):
        plain = "".join("_" if _unfit(letter) else letter for letter in plain)
    plain = plain[:longest].rstrip(".")
    return f"_{plain}"[:longest].rstrip(".") if _RESERVED.match(plain) else plain


def clean_folder(text: str) -> str:
    """The same for a folder, which must not end in a space either."""
    return clean_name(text.strip()).rstrip(". ")


def _unfit(letter: str) -> bool:
    return unicodedata.category(letter) in _UNFIT or letter in _DIRECTIONS


@dataclass(frozen=True)
class Wanted:
    """A file to be named: the folder it goes into, the name asked for, and the number that tells it apart."""

    folder: str
    stem: str
    extension: str
    number: str

    def called(self, ending: str = "") -> str:
        """Its path, with `ending` behind the name, which gives way to it."""
        stem = self.stem[: LONGEST - len(ending)] if ending else self.stem
        return "/".join(part for part in (self.folder, f"{stem}{ending}{self.extension}") if part)


def extension_for(media_type: str, typed: str, naming: Naming = PICTURES) -> str:
    """The extension of a file: the one that was typed if it tells the truth, else the usual one of its type."""
    suited = naming.suited.get(media_type) or next(iter(naming.suited.values()))
    return typed if typed.lower() in suited else suited[0]


def told_apart(files: Sequence[Wanted]) -> list[str]:
    """Paths for the files, in order, no two equal on any system.

    Those of equal names get `_` and the district number, all of them; should that make new equals, they are counted.
    """
    endings: dict[int, str] = {}
    paths = [file.called() for file in files]
    while more := _equals(paths) - endings.keys():
        endings |= {number: clean_name(f"_{files[number].number}", LONGEST // 2) for number in more}
        paths = [file.called(endings.get(number, "")) for number, file in enumerate(files)]
    taken: set[str] = set()
    for number, file in enumerate(files):
        count = 1
        while _folded(paths[number]) in taken:
            count += 1
            paths[number] = file.called(f"{endings.get(number, '')}_{count}")
        taken.add(_folded(paths[number]))
    return paths


def _equals(paths: Sequence[str]) -> set[int]:
    """The places of those that another one equals."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, path in enumerate(paths):
        places[_folded(path)].append(number)
    return {number for equal in places.values() if len(equal) > 1 for number in equal}


def _folded(path: str) -> str:
    """How a system compares names that knows no case."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
