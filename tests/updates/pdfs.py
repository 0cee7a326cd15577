"""PDFs and Word documents made by program, good ones and such as nobody should send."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

import pikepdf
from PIL import Image

from tests.photos.pictures import saved

PAGE = (612, 792)
#: The part of a Word document that says where its template is fetched from.
OUTSIDE = (
    b'<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/attachedTemplate" '
    b'Target="https://maplehollow.example/x.dotm" TargetMode="External"/></Relationships>'
)


def pdf(*pages: str, change: Callable[[pikepdf.Pdf], None] | None = None, **options: object) -> bytes:
    """A PDF with the lines of each text on a page of its own, changed by `change` before it is saved."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    shared = made.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font))))
    for text in pages or ("",):
        page = made.add_blank_page(page_size=PAGE)
        page.Resources = shared
        page.Contents = made.make_stream(_content(text.splitlines()))
    if change is not None:
        change(made)
    buffer = io.BytesIO()
    made.save(buffer, **{"deterministic_id": "encryption" not in options, **options})  # type: ignore[arg-type]
    return buffer.getvalue()


def _content(lines: Sequence[str]) -> bytes:
    shown = b" T* ".join(b"(%s) Tj" % line.encode("latin-1", "replace").translate(None, b"()\\") for line in lines)
    return b"BT /F1 14 Tf 18 TL 72 720 Td %s ET" % shown


def report(name: str, number: str, more: str = "") -> bytes:
    """A student's report."""
    return pdf(f"Score report\n{name}\nStudent ID {number}\n{more}")


def encrypted(password: str = "sesame") -> bytes:  # noqa: S107 - of the tests
    """One that needs a password to open; with a blank one it is only kept from being changed."""
    return pdf("Ana Ortega", encryption=pikepdf.Encryption(user=password, owner="owner"))


def with_script() -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.Root.OpenAction = made.make_indirect(action)

    return pdf("hello", change=change)


def with_hidden_script() -> bytes:
    """The same in the names of the document, its own name written another way."""

    def change(made: pikepdf.Pdf) -> None:
        tree = pikepdf.Dictionary(Names=["x", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")])
        made.Root.Names = pikepdf.Dictionary(JavaScript=tree)

    plain = pdf("hello", change=change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return plain.replace(b"/S /JavaScript", b"/S /J#61vaScript").replace(b"/JS", b"/J#53")


def with_launch() -> bytes:
    """A link on the page that starts a program."""

    def change(made: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 100, 100], A=action)
        made.pages[0].Annots = pikepdf.Array([link])

    return pdf("click here", change=change)


def with_attachment() -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        made.attachments["tool.exe"] = pikepdf.AttachedFileSpec(made, b"MZ...")

    return pdf("see attached", change=change)


def with_form() -> bytes:
    """A form that brings scripts of its own, in a part that is not a PDF's."""

    def change(made: pikepdf.Pdf) -> None:
        form = made.make_stream(b"<xdp:xdp/>")
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=form)

    return pdf("fill in", change=change)


def with_links() -> bytes:
    """What looks like it and does no harm: opens on its first page, links to the web, talks of scripts."""

    def change(made: pikepdf.Pdf) -> None:
        page = made.pages[0]
        made.Root.OpenAction = pikepdf.Array([page.obj, pikepdf.Name.Fit])
        web = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://maplehollow.example/JavaScript")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=web)
        page.Annots = pikepdf.Array([link])
        made.docinfo["/Title"] = "/JavaScript and /Launch for beginners"

    return pdf("Ana Ortega", change=change)


def scanned(pages: int = 1) -> bytes:
    """Pictures of pages and no text."""

    def change(made: pikepdf.Pdf) -> None:
        picture = pikepdf.Stream(made, saved(Image.new("RGB", (200, 260), "lightgrey"), "JPEG"))
        for name, value in (
            ("Type", pikepdf.Name.XObject),
            ("Subtype", pikepdf.Name.Image),
            ("Width", 200),
            ("Height", 260),
            ("ColorSpace", pikepdf.Name.DeviceRGB),
            ("BitsPerComponent", 8),
            ("Filter", pikepdf.Name.DCTDecode),
        ):
            picture[f"/{name}"] = value
        for page in made.pages:
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=made.make_indirect(picture)))
            page.Contents = made.make_stream(b"q 500 0 0 650 50 70 cm /P Do Q")

    return pdf(*[""] * pages, change=change)


def bomb(mebibytes: int = 2_000) -> bytes:
    """A page whose drawing unpacks to far more than it should take."""

    def change(made: pikepdf.Pdf) -> None:
        packer = zlib.compressobj(9)
        block = b""
        for _ in range(2):  # the second does not hold the header
            block = packer.compress(b"0 0 m 9 9 l S \n " * (1 << 16)) + packer.flush(zlib.Z_FULL_FLUSH)
        first = zlib.compressobj(9)
        start = first.compress(b" ") + first.flush(zlib.Z_FULL_FLUSH)
        stream = pikepdf.Stream(made, start + block * mebibytes)
        stream["/Filter"] = pikepdf.Name.FlateDecode
        made.pages[0].Contents = made.make_indirect(stream)

    return pdf("", change=change, compress_streams=False)


def word(text: str = "Ana Ortega", parts: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document of one paragraph, with further parts by path."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = f"<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    files = {
        "[Content_Types].xml": types.encode(),
        "word/document.xml": body.encode(),
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
