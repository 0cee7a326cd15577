"""Cells of a workbook that hold a formula without a value: programs that write formulas need not work them out."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
#: A cell with something in it; what is between its ends is looked at by itself.
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*?(?<!/)>(.*?)</c>', re.DOTALL)
_FORMULA = re.compile(rb"<f[\s/>]")
_VALUE = re.compile(rb"<v[^>/]*>[^<]|<t[\s>]")
#: Markup that no spreadsheet program writes and that can make a reader take for ever.
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def formulas_without_value(content: bytes, sheet: str) -> frozenset[str]:
    """The cells (`B7`) of the sheet of that name that hold a formula and no value; none if that cannot be told."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            xml = archive.read(_part(archive, sheet))
    except (KeyError, ET.ParseError, zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return frozenset()
    if not _FORMULA.search(xml):
        return frozenset()
    return frozenset(
        cell.decode() for cell, inner in _CELL.findall(xml) if _FORMULA.search(inner) and not _VALUE.search(inner)
    )


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where the cells of a sheet lie in the workbook.

    Raises:
        KeyError: There is no such sheet.
    """
    relation = {one.get("name", ""): one.get(_RELATION, "") for one in _tree(archive, _WORKBOOK).iter(f"{_MAIN}sheet")}
    targets = {one.get("Id", ""): one.get("Target", "") for one in _tree(archive, _RELATIONS)}
    return posixpath.normpath(posixpath.join("xl", targets[relation[sheet]])).lstrip("/").removeprefix("xl//")


def _tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    data = archive.read(name)
    if _DECLARED.search(data):
        msg = f"{name} declares entities"
        raise ValueError(msg)
    return ET.fromstring(data)  # noqa: S314 - nothing is declared in it
