"""Makes the stock: draws variants, has both witnesses attest them, and keeps those that show the most misconceptions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.practice.stock import SUFFIX, Made, Stocked, read_stock, write_stock
from examgen.question.draw import derive_key
from examgen.question.question import Question
from examgen.question.selection import DRAWS, candidates
from examgen.verify import witness
from examgen.verify.witness import Attested, Defect

VARIANTS = 8
"""So many variants of each question come with examgen."""
_DRAWN = 12
"""So many are drawn for them, of which the most telling are kept."""
_TOGETHER = 12
"""So many questions are attested in one pass."""


def make(
    bank: Bank,
    ids: Sequence[str],
    folder: Path,
    seed: str,
    *,
    count: int = VARIANTS,
    added: bool = False,
    done: Callable[[str], None] = lambda id_: None,
) -> Iterator[str]:
    """Make the stock of questions, and say of each that could not be made why; a defect stops no other question.

    Args:
        bank: the questions.
        ids: those that are made.
        folder: where the files go.
        seed: what decides the numbers; practice shares no secret with any exam.
        count: how many variants of each.
        added: whether they are added to what a fresh file holds already.
        done: told of each question whose file is written.
    """
    for start in range(0, len(ids), _TOGETHER):
        drawn: dict[str, list[Question]] = {}
        for id_ in ids[start : start + _TOGETHER]:
            try:
                drawn[id_] = list(islice(_distinct(bank, id_, seed), count + _DRAWN - VARIANTS))
            except UserError as error:
                yield str(error)
        examined = iter(witness.examine([variant for variants in drawn.values() for variant in variants]))
        for id_, variants in drawn.items():
            sound: list[Attested] = []
            for result in (next(examined) for _ in variants):
                if isinstance(result, Defect):
                    yield str(result)
                elif not witness.degenerate(result.variant, result.key):
                    sound.append(result)
            if sound:
                _write(bank, id_, folder, [Stocked.of(one) for one in _most_telling(sound, count)], added=added)
                done(id_)


def _write(bank: Bank, id_: str, folder: Path, variants: Sequence[Stocked], *, added: bool) -> None:
    path, today = folder / f"{id_}{SUFFIX}", Made.today(bank, id_)
    made, before = read_stock(path) if added else (None, ())
    kept = {one.name: one for one in (*(before if made == today else ()), *variants)}
    write_stock(path, today, tuple(kept.values()))


def _distinct(bank: Bank, id_: str, seed: str) -> Iterator[Question]:
    """Variants of a question whose parameters differ."""
    entry = bank.question(id_)
    keys = (derive_key(seed.encode(), "practice", id_, attempt) for attempt in range(DRAWS))
    seen: set[object] = set()
    for variant in candidates(entry, keys, {}):
        if (name := repr(variant.settings)) not in seen:
            seen.add(name)
            yield variant


def _most_telling(attested: Sequence[Attested], count: int) -> list[Attested]:
    """Some of the variants: each next one shows the most misconceptions that few of those before it do."""
    left, kept = list(attested), list[Attested]()
    shown: dict[str, int] = {}
    while left and len(kept) < count:
        best = max(
            left, key=lambda one: (-len(one.survivors), sum(1 / (1 + shown.get(m, 0)) for m in one.wrong_answers))
        )
        left.remove(best)
        kept.append(best)
        for name in best.wrong_answers:
            shown[name] = shown.get(name, 0) + 1
    return kept


def alone(folder: Path) -> bool:
    """Whether no other process makes stock for a folder; if so, none may until this one ends, which gives way to all others."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)  # let go when the process ends
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    os.nice(10)
    return True


def own_seed() -> str:
    """A text of this machine's own, for numbers that nobody else practises with."""
    return os.urandom(16).hex()
