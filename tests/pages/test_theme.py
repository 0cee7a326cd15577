import tomllib

import pytest

from pages.shell import catalog

CONFIG = tomllib.loads((catalog.PAGES_FOLDER.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
#: What is read, on what; the accent as text on a button is white.
READ = [("textColor", "backgroundColor"), ("textColor", "secondaryBackgroundColor"), ("linkColor", "backgroundColor")]
WORDS = ["redColor", "orangeColor", "yellowColor", "greenColor", "blueColor", "violetColor", "grayColor"]


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("part", ["", "sidebar"])
@pytest.mark.parametrize(("front", "back"), READ)
def test_all_text_can_be_read(mode, part, front, back):
    theme = CONFIG["theme"][mode]
    colours = theme[part] if part else theme
    assert _contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_captions_can_be_read(mode):
    # Streamlit draws them in the text colour at 60 %.
    theme = CONFIG["theme"][mode]
    front, back = theme["textColor"], theme["backgroundColor"]
    mixed = "#" + "".join(
        f"{round(0.6 * int(front[at : at + 2], 16) + 0.4 * int(back[at : at + 2], 16)):02x}" for at in (1, 3, 5)
    )
    assert _contrast(mixed, back) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_white_can_be_read_on_the_main_button_and_the_button_stands_out(mode):
    theme = CONFIG["theme"][mode]
    assert _contrast("#ffffff", theme["primaryColor"]) >= 4.5
    assert _contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("word", WORDS)
def test_coloured_words_can_be_read(mode, word):
    theme = CONFIG["theme"][mode]
    assert _contrast(theme[word], theme["backgroundColor"]) >= 4.5


def test_the_server_tells_nobody_and_shows_no_traceback():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["server"]["enableAgentApi"] is False
