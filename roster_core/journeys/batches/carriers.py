"""The parts of each kind of batch."""

from collections.abc import Mapping

from roster_core.batches.states import BatchKind
from roster_core.journeys.batches import photos
from roster_core.journeys.batches.carrier import Carrier

CARRIERS: Mapping[BatchKind, Carrier] = {BatchKind.PHOTO: photos.CARRIER}
