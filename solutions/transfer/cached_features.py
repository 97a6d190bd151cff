"""The numbers of one image, times the images, times the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product
from examgen.solutions.architecture._rows import output

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.cached_features import CachedFeatures


def solve(q: CachedFeatures, show: Show) -> None:
    features, why = tuple(q.input_shape), ""
    for row in q.base:
        why, features = output(row, features, show)
    features = show.answer("features", why, features)
    numbers = show.answer("numbers", "All cells of all channels.", product(features))
    size = show("Each number of each image takes its bytes.", q.pictures * numbers * q.bytes)
    show.answer("size", "In millions of bytes.", size / 1_000_000)
    small = show("Averaged, one number is left for each channel.", q.pictures * features[-1] * q.bytes)
    show.answer("averaged", "In millions of bytes.", small / 1_000_000)
