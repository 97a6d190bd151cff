"""Finding a question by words, and names that are like one that was mistyped."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from examgen.bank.card import Card

_WORD = re.compile(r"[a-z0-9]+")


def matching(cards: Iterable[Card], words: Sequence[str]) -> list[Card]:
    """The cards that hold every word, those with it in their id or title first.

    Ids, titles, examples, what the classes say of themselves, and parameters are searched; the beginning of a word will do.
    """
    wanted = [piece for word in words for piece in _WORD.findall(word.casefold())]
    found: list[tuple[int, Card]] = []
    for card in cards:
        places = [
            _WORD.findall(text.casefold())
            for text in (f"{card.id} {card.title}", f"{card.example} {' '.join(card.parameters)} {card.described}")
        ]
        ranks = [next((n for n, known in enumerate(places) if _holds(known, word)), None) for word in wanted]
        if None not in ranks:
            found.append((sum(rank for rank in ranks if rank is not None), card))
    return [card for _, card in sorted(found, key=lambda item: item[0])]


def _holds(known: Iterable[str], word: str) -> bool:
    return any(other.startswith(word) for other in known)


def similar(name: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Names that hold what was typed, or are spelled like it; the likeliest first."""
    listed, typed = list(names), name.casefold()
    pieces = _WORD.findall(typed)
    holding = [other for other in listed if pieces and all(piece in other.casefold() for piece in pieces)]
    parts = {other: [other, *other.split("."), *_WORD.findall(other)] for other in listed}
    if holding:
        return sorted(holding, key=len)[:count]
    likeness = {
        other: max(difflib.SequenceMatcher(None, typed, part).ratio() for part in parts[other]) for other in listed
    }
    close = (other for other in listed if likeness[other] >= 0.7)
    return sorted(close, key=lambda other: -likeness[other])[:count]


def vocabulary(cards: Iterable[Card]) -> list[str]:
    """The words of ids, titles and parameters, each once."""
    texts = (f"{card.id} {card.title} {' '.join(card.parameters)}".casefold() for card in cards)
    return list(dict.fromkeys(word for text in texts for word in _WORD.findall(text) if len(word) > 2))


def corrected(words: Sequence[str], cards: Sequence[Card]) -> str:
    """The words, each that is in no card replaced by the likeliest that is; empty where one has none like it, or nothing matches."""
    known = vocabulary(cards)
    found: list[str] = []
    for word in words:
        close = [word] if any(other.startswith(word.casefold()) for other in known) else similar(word, known, 1)
        if not close:
            return ""
        found += close
    return " ".join(found) if matching(cards, found) else ""


def either(names: Sequence[str]) -> str:
    """Names to choose from: ``a``, ``a or b``, ``a, b or c``."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
