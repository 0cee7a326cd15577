"""What somebody looks like: drawn by chance from the person's key, what changes from year to year included."""

from dataclasses import dataclass
from random import Random

from roster_core.sample.draws import happens, stream, weighted
from roster_core.sample.portraits.pen import Color

#: From pale to deep: skin.
_SKINS: tuple[Color, ...] = (
    (255, 224, 202), (250, 211, 184), (243, 197, 163), (232, 181, 142), (219, 164, 122), (198, 140, 100),
    (174, 117, 80), (146, 95, 64), (118, 76, 52), (94, 60, 44),
)  # fmt: skip
_DARK_HAIR: tuple[Color, ...] = ((38, 30, 34), (52, 38, 36), (70, 48, 38), (28, 26, 34))
_FAIR_HAIR: tuple[Color, ...] = (
    (92, 60, 40), (124, 82, 50), (158, 108, 62), (206, 160, 92), (226, 190, 128), (168, 78, 40), (196, 104, 56),
    (62, 44, 36),
)  # fmt: skip
_GREY_HAIR: tuple[Color, ...] = ((176, 174, 176), (140, 138, 142), (214, 212, 212))
_DYED_HAIR: tuple[Color, ...] = ((94, 120, 186), (176, 92, 150), (70, 140, 130))
#: The first so many of the skins are fair.
_FAIR = 4
_EYES: tuple[Color, ...] = ((58, 40, 34), (74, 52, 38), (44, 38, 40), (62, 84, 100), (70, 92, 74))
_CLOTHES: tuple[Color, ...] = (
    (214, 84, 76), (236, 150, 72), (244, 196, 92), (96, 164, 116), (62, 132, 128), (74, 132, 190), (58, 84, 140),
    (134, 104, 176), (204, 112, 150), (112, 120, 132), (238, 232, 220), (64, 68, 82), (150, 182, 210), (168, 94, 74),
    (122, 146, 84),
)  # fmt: skip
_BACKDROPS: tuple[tuple[Color, Color], ...] = (
    ((196, 214, 228), (132, 158, 182)), ((214, 222, 208), (152, 172, 148)), ((228, 214, 198), (176, 154, 134)),
    ((210, 206, 226), (150, 144, 178)), ((202, 220, 220), (130, 164, 166)), ((232, 218, 180), (190, 164, 112)),
    ((226, 206, 206), (170, 140, 144)), ((206, 212, 218), (140, 148, 160)),
)  # fmt: skip
_GIRLS_HAIR = (
    ("long", 16), ("wavy", 16), ("bob", 10), ("ponytail", 12), ("fringe", 8), ("curls", 7), ("afro", 6), ("buns", 5),
    ("braids", 7), ("pigtails", 6), ("topbun", 5), ("locs", 3), ("scarf", 6), ("pixie", 4),
)  # fmt: skip
_BOYS_HAIR = (
    ("crop", 18), ("sidepart", 16), ("quiff", 12), ("spiky", 8), ("buzz", 10), ("curls", 12), ("afro", 6),
    ("fringe", 8), ("locs", 5), ("turban", 3), ("shag", 8),
)  # fmt: skip
#: Not worn by adults here.
_YOUNG_HAIR = {"pigtails", "buns", "spiky", "locs", "shag"}
_CHILDREN_WEAR = (("tee", 30), ("stripes", 14), ("hoodie", 16), ("collar", 14), ("overalls", 10), ("sweater", 14))
_TEENS_WEAR = (("tee", 28), ("hoodie", 26), ("collar", 14), ("sweater", 14), ("stripes", 8), ("jacket", 12))
_ADULTS_WEAR = (("blazer", 30), ("collar", 20), ("sweater", 18), ("turtleneck", 12), ("cardigan", 18), ("tee", 4))
#: School level (years since kindergarten) from which somebody is drawn as a teenager, and as an adult.
TEEN, ADULT = 7, 15


@dataclass(frozen=True)
class Look:
    """Everything a portrait shows. `age` runs from 0 (small child) over 1 (about 17) to 2 (adult)."""

    age: float
    skin: Color
    hair: str
    hair_color: Color
    eyes: Color
    width: float
    jaw: float
    brow: float
    nose: str
    mouth: str
    wear: str
    color: Color
    second: Color
    backdrop: tuple[Color, Color]
    glasses: str = ""
    freckles: bool = False
    earrings: bool = False
    lashes: bool = False
    beard: str = ""
    turn: int = 1


def look_of(seed: int, key: str, *, level: int, gender: str, year: str) -> Look:
    """The look of the person `key` in a school year; `level` is years since kindergarten, `ADULT` for staff.

    Face and hair are the person's; clothes, smile and backdrop belong to the year.
    """
    draw = stream(seed, "look", key)
    day = stream(seed, "look", key, year)
    feminine = gender == "F" or (gender != "M" and happens(draw, 0.5))
    tone = draw.randrange(len(_SKINS))
    hair = weighted(draw, _GIRLS_HAIR if feminine else _BOYS_HAIR)
    if tone >= _FAIR + 1 and hair in {"shag", "pixie"}:
        hair = "curls"
    adult = level >= ADULT
    if adult and not feminine and happens(draw, 0.2):
        hair = "bald"
    if adult and hair in _YOUNG_HAIR:
        hair = "bob" if feminine else "crop"
    wear = weighted(day, _ADULTS_WEAR if adult else _TEENS_WEAR if level >= TEEN else _CHILDREN_WEAR)
    color, second = day.sample(_CLOTHES, 2)
    return Look(
        age=2 if adult else min(1, max(0, (level + 2) / 13)),
        skin=_SKINS[tone],
        hair=hair,
        hair_color=_hair_color(draw, tone, level),
        eyes=draw.choice(_EYES if tone < _FAIR else _EYES[:3]),
        width=draw.uniform(-5, 6),
        jaw=draw.uniform(-1, 1) - (0.5 if feminine else 0),
        brow=draw.uniform(0.8, 1.3) * (0.8 if feminine else 1.15),
        nose=draw.choice(("button", "hook", "soft")),
        mouth=weighted(day, (("smile", 45), ("open", 36), ("grin", 14), ("calm", 12))),
        wear=wear,
        color=color,
        second=second,
        backdrop=day.choice(_BACKDROPS),
        glasses=draw.choice(("round", "square", "round", "cat")) if happens(draw, 0.32 if adult else 0.17) else "",
        freckles=tone < _FAIR and happens(draw, 0.22),
        earrings=feminine and hair != "scarf" and happens(draw, 0.3),
        lashes=feminine,
        beard=draw.choice(("full", "short", "moustache")) if adult and not feminine and happens(draw, 0.4) else "",
        turn=draw.choice((-1, 1)),
    )


def _hair_color(draw: Random, tone: int, level: int) -> Color:
    if level >= ADULT and happens(draw, 0.3):
        return draw.choice(_GREY_HAIR)
    if TEEN + 2 <= level < ADULT and happens(draw, 0.05):
        return draw.choice(_DYED_HAIR)
    return draw.choice(_FAIR_HAIR if tone < _FAIR else _DARK_HAIR)
