"""Small pictures in the database brought from one form into the other, as `stored_files` does with files."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.journeys.batches.thumbnails import context_of
from roster_core.roster.tables.records import PhotoThumbnail
from roster_core.storage.file_box import FileBox
from roster_core.storage.sealed_files import HEADER, key_id_of
from roster_core.store import Store

#: How files lie that are not encrypted, beside IDs of keys.
PLAIN = "plain"
_TABLE = SQLModel.metadata.tables[str(PhotoThumbnail.__tablename__)]
_AT_ONCE = 200


def read_forms(store: Store) -> Iterator[tuple[str, int]]:
    """Of each picture the ID of its key, or `PLAIN`, and its bytes as they lie."""
    start = sa.func.substr(_TABLE.c.data, 1, HEADER)
    with store.engine.connect() as connection:
        for row in connection.execute(sa.select(start, sa.func.length(_TABLE.c.data))):
            yield key_id_of(bytes(row[0])) or PLAIN, row[1]


def rewrite_pictures(store: Store, box: FileBox, aim: str, *, also_right: str) -> int:
    """Bring every picture into the form `aim`, but those of the form `also_right`; how many were not in either."""
    with store.engine.connect() as connection:
        places = connection.execute(sa.select(_TABLE.c.district_id, _TABLE.c.content)).all()
    done = 0
    for start in range(0, len(places), _AT_ONCE):
        with store.engine.execution_options(writes=True).begin() as connection:
            for district_id, content in places[start : start + _AT_ONCE]:
                here = (_TABLE.c.district_id == district_id, _TABLE.c.content == content)
                raw = connection.execute(sa.select(_TABLE.c.data).where(*here)).scalar()
                if raw is None or (key_id_of(raw[:HEADER]) or PLAIN) in {aim, also_right}:
                    continue
                context = context_of(district_id, content)
                data = box.read(raw, context)
                kept = data if aim == PLAIN else b"".join(box.sealed([data], context))
                connection.execute(sa.update(_TABLE).where(*here).values(data=kept))
                done += 1
    return done
