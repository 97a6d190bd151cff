"""Values per image, times images, times bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product
from examgen.solutions.architecture._rows import output
from examgen.solutions.steps import BYTES, in_unit

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.cached_features import CachedFeatures


def solve(q: CachedFeatures, show: Show) -> None:
    features, why = tuple(q.input_shape), ""
    for row in q.base:
        why, features = output(row, features, show)
    features = show.answer("features", why, features)
    numbers = show.answer("numbers", "Values per image: height × width × channels.", product(features))
    size = show("Bytes: images × values per image × bytes per value.", q.images * numbers * q.bytes)
    show.answer("size", in_unit(q.unit), size / BYTES[q.unit][0])
    small = show("Global average pooling leaves one value per channel. Bytes:", q.images * features[-1] * q.bytes)
    show.answer("averaged", in_unit(q.unit), small / BYTES[q.unit][0])
