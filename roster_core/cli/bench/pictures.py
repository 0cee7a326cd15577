"""Made-up photos for measurements: as large as a photographer's, no two alike."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

#: Upright, as it comes from a photographer: about 195 KB each.
SIZE = (960, 1200)
QUALITY = 90
_GRAIN = 4.0
_CAMERA = (4000, 5000)


def pictures(count: int, *, seed: int = 1, camera: bool = False) -> Iterator[bytes]:
    """`count` different JPEGs, the same ones for the same seed; `camera` for those straight from one (4000×5000)."""
    width, height = _CAMERA if camera else SIZE
    chance = np.random.default_rng(seed)
    grain = chance.normal(0, _GRAIN, (height, width, 1)).astype(np.float32)
    for _ in range(count):
        blocks = Image.fromarray(chance.integers(30, 225, (15, 12, 3), dtype=np.uint8))
        plain = np.asarray(blocks.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)
        yield _jpeg(plain + np.roll(grain, int(chance.integers(width * height))))


def write_zip(path: Path, names: Iterable[str], photos: Iterable[bytes]) -> None:
    """A ZIP of photos under names, stored as they are."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in zip(names, photos, strict=True):
            archive.writestr(name, data)


def _jpeg(pixels: npt.NDArray[np.float32]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
