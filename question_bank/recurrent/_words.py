"""Words that a language model may say next, and texts of different lengths in one batch."""

from collections.abc import Sequence
from typing import Any

from examgen.authoring import Draw

WORDS = (
    ("a", "red", "house"),
    ("we", "like", "music"),
    ("it", "may", "rain"),
    ("they", "all", "sing"),
    ("blue", "clear", "dark", "green"),
    ("bread", "coffee", "fruit", "water"),
    ("bus", "car", "train", "tram"),
    ("book", "letter", "novel", "poem"),
    ("blue", "clear", "dark", "green", "red"),
    ("bread", "coffee", "fruit", "milk", "water"),
    ("bus", "car", "ship", "train", "tram"),
    ("book", "letter", "novel", "poem", "story"),
    ("blue", "clear", "cloudy", "dark", "grey", "red"),
    ("bread", "coffee", "fruit", "milk", "tea", "water"),
    ("bus", "car", "ferry", "ship", "train", "tram"),
    ("book", "essay", "letter", "novel", "poem", "story"),
)


def named(d: Draw, count: int) -> tuple[str, ...]:
    """So many words, or names for them where there is no such list."""
    unnamed = tuple(f"w{place}" for place in range(1, count + 1))
    return d.choice("words", [words for words in WORDS if len(words) == count] or [unnamed])


def padded(texts: Sequence[Sequence[int]], length: int, padding: str, truncating: str) -> Any:
    """Texts as rows of this length, with zeros added and words cut off at one end: pre or post."""
    import numpy

    batch = numpy.zeros((len(texts), length), dtype=int)
    for row, text in zip(batch, texts, strict=True):
        kept = text[-length:] if truncating == "pre" else text[:length]
        row[numpy.arange(len(kept)) - (len(kept) if padding == "pre" else 0)] = kept
    return batch
