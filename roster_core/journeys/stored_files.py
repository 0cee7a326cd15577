"""How the stored files lie: counted by key, encrypted, decrypted, or sealed anew under another key.

Each file says in its first bytes what it is, so a run that was cut off is simply run again. A file is put in place of
the old one when all of it is on the disk and its bytes have the hash that its name tells; until then the old one stays.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial

import obstore

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import read_districts
from roster_core.journeys.stored_pictures import PLAIN, read_forms, rewrite_pictures
from roster_core.refusals import Refusal
from roster_core.storage.file_box import FileBox, open_file_box
from roster_core.storage.objects import Objects, open_objects
from roster_core.storage.sealed_files import HEADER, SealBroken, key_id_of
from roster_core.storage.stored_file import StoredFile
from roster_core.store import Store

_BLOCK = 1 << 20
#: An upload to an object store that began under the old key has ended after this time.
_ENDED_AFTER = timedelta(hours=12)


class Form(StrEnum):
    """What is to be made of the files."""

    ENCRYPTED = "encrypted"
    DECRYPTED = "decrypted"
    ROTATED = "rotated"


@dataclass(frozen=True)
class StorageStatus:
    """How the files lie: `files` and `bytes` (as they lie) by the ID of the key or `PLAIN`; IDs of the keys at hand."""

    on: bool
    files: dict[str, int]
    bytes: dict[str, int]
    keys: tuple[str, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Keys that files are encrypted with and that are not at hand: those files cannot be read."""
        return tuple(sorted(set(self.files) - {PLAIN, *self.keys}))


@dataclass
class Rewritten:
    """What was done: files rewritten, those that lay right, and those left as they are since their bytes are wrong."""

    done: int = 0
    right: int = 0
    damaged: list[str] = field(default_factory=list)
    #: Why old keys are still in the key file; blank if none is.
    kept: str = ""


def read_status(store: Store, user: User) -> StorageStatus:
    """How every stored and staged file lies; reads their beginnings.

    Raises:
        Refusal: The user may not, or the key file cannot be used.
    """
    require_everywhere(user, Right.ADMIN)
    objects, files, sizes = open_objects(store.settings), Counter[str](), Counter[str]()
    for key, size in _keys(objects):
        form = _form(objects, key, size)
        files[form] += 1
        sizes[form] += size
    for form, size in read_forms(store):
        files[form] += 1
        sizes[form] += size
    for file in _staged(store, objects.box):
        form = _form_of(file)
        files[form] += 1
        sizes[form] += file.path.stat().st_size
    return StorageStatus(objects.box.on, dict(files), dict(sizes), tuple(objects.box.keys()))


def rewrite(
    store: Store,
    user: User,
    form: Form,
    *,
    told: Callable[[int], None] = lambda _: None,
    clock: Clock = utc_now,
) -> Rewritten:
    """Bring all stored files into a form; `told` is called with how many are done so far.

    `ROTATED` seals what is encrypted under a new key, or goes on with what was begun, and then forgets the old ones.

    Raises:
        Refusal: The user may not, the setting says the opposite, or a key is lacking.
    """
    require_everywhere(user, Right.ADMIN)
    box = open_file_box(store.settings)
    _refuse_opposite(box, form)
    with store.lock("storage", wait_s=10):
        if lacking := read_status(store, user).lacking:
            raise Refusal(
                "No file was changed.",
                why=f"Some are encrypted with the storage key {', '.join(lacking)}, which is not in the key file.",
                fix="Bring that key file back (ROSTER_STORAGE_KEY_FILE, or keys/storage in the data folder).",
            )
        if form is Form.ROTATED and len(box.keys()) < 2 and not box.given:  # noqa: PLR2004 - with two, one was begun
            box.add_key()
        result = _pass(store, form, told)
        if form is Form.ROTATED:
            again = _pass(store, form, told)  # what was written under the old key meanwhile
            result.done += again.done
            result.kept = _still_needed(store, box, result)
            if not result.kept:
                box.keep_only(box.current()[0])
        _record(store, user, form, result, clock())
    return result


def _refuse_opposite(box: FileBox, form: Form) -> None:
    if form is not Form.DECRYPTED and not box.on:
        raise Refusal(
            "No file was changed.",
            why="Encryption is off, so new files would still come in plain.",
            fix="Set ROSTER_ENCRYPT_FILES=1 for the server and the workers, start them anew, and run this again.",
        )
    if form is Form.DECRYPTED and box.on:
        raise Refusal(
            "No file was changed.",
            why="Encryption is on, so new files would still come in encrypted.",
            fix="Take ROSTER_ENCRYPT_FILES away, start the server and the workers anew, and run this again.",
        )


def _pass(store: Store, form: Form, told: Callable[[int], None]) -> Rewritten:
    objects, result = open_objects(store.settings), Rewritten()
    aim = PLAIN if form is Form.DECRYPTED else objects.box.current()[0]
    # Small copies and what was fetched are made again: nothing else has them.
    shutil.rmtree(store.settings.data_dir / "cache", ignore_errors=True)
    for key, size in _keys(objects):
        now = _form(objects, key, size)
        if now == aim or (form is Form.ROTATED and now == PLAIN):
            result.right += 1
            continue
        try:
            _rewrite(objects, key, sealed=aim != PLAIN)
        except FileNotFoundError:  # swept meanwhile
            continue
        except SealBroken:
            result.damaged.append(key)
            continue
        result.done += 1
        told(result.done)
    for file in _staged(store, objects.box):
        if _form_of(file) not in {aim, *([PLAIN] if form is Form.ROTATED else [])}:
            _rewrite_staged(file, sealed=aim != PLAIN)
            result.done += 1
    result.done += rewrite_pictures(store, objects.box, aim, also_right=PLAIN if form is Form.ROTATED else aim)
    return result


def _rewrite(objects: Objects, key: str, *, sealed: bool) -> None:
    file = objects.file(key)
    with file.open() as plain:
        objects.replace(key, _checked(partial(plain.read, _BLOCK), key), sealed=sealed)
    if objects.root is None:
        file.path.unlink(missing_ok=True)


def _checked(read: Callable[[], bytes], key: str) -> Iterator[bytes]:
    """The blocks of a file; wrong bytes are found before it is put in place."""
    digest = hashlib.sha256()
    for block in iter(read, b""):
        digest.update(block)
        yield block
    if digest.hexdigest() != key.rpartition("/")[2].partition(".")[0]:
        raise SealBroken


def _rewrite_staged(file: StoredFile, *, sealed: bool) -> None:
    draft = file.path.with_suffix(".part")
    blocks = file.pieces()
    with draft.open("wb") as to:
        to.writelines(file.box.sealed(blocks, file.context) if sealed else blocks)
    draft.replace(file.path)


def _still_needed(store: Store, box: FileBox, result: Rewritten) -> str:
    """Why the old keys have to stay; blank if they need not."""
    if result.damaged:
        return "files that could not be read are still sealed with them"
    if box.given:
        return "the environment gives them; take them away there"
    folder = store.settings.data_dir
    if store.settings.object_url:
        since = datetime.now(UTC) - datetime.fromtimestamp(box.path.stat().st_mtime, UTC)
        if since < _ENDED_AFTER:
            return f"uploads that began before may still go on; run this again in {_ENDED_AFTER.seconds // 3600} hours"
    under_way = [*(folder / "objects").rglob("*#*"), *(folder / "staged").glob("*.part")]
    return f"{len(under_way)} files are being written; run this again" if under_way else ""


def _keys(objects: Objects) -> Iterator[tuple[str, int]]:
    for some in obstore.list(objects.store, "d/"):
        yield from ((one["path"], one["size"]) for one in some)


def _form(objects: Objects, key: str, size: int) -> str:
    if size < HEADER:
        return PLAIN
    try:
        if objects.root is None:
            # Not every server answers to a part of a file; the rest of the stream is not asked for.
            blocks = iter(obstore.get(objects.store, key).stream(min_chunk_size=HEADER))
            return key_id_of(bytes(next(blocks, b""))) or PLAIN
        with objects.path(key).open("rb") as file:
            return key_id_of(file.read(HEADER)) or PLAIN
    except FileNotFoundError:
        return PLAIN


def _staged(store: Store, box: FileBox) -> Iterator[StoredFile]:
    folder = store.settings.data_dir / "staged"
    for path in folder.glob("*.bin"):
        yield StoredFile(path, f"staged/{path.stem}", box, folder.with_name("scratch"))


def _form_of(file: StoredFile) -> str:
    with file.path.open("rb") as opened:
        return key_id_of(opened.read(HEADER)) or PLAIN


def _record(store: Store, user: User, form: Form, result: Rewritten, now: datetime) -> None:
    facts = {"form": form.value, "files": result.done, "damaged": len(result.damaged)}
    for district in read_districts(store):
        deed = Deed(user.login, "files_rewritten", f"district:{district.district_id}", facts=facts)
        with store.writing(district.district_id) as session:
            record(session, district.district_id, deed, now=now)
