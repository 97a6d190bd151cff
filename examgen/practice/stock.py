"""The stock: variants whose keys both witnesses have attested already, so that nobody who practises waits for Keras.

A file of JSON lines for each question. The first line says what the file was made of: the question, its version, and a digest of
the files that make it. Every other line is a variant: its parameters, its key, the wrong answers that misconceptions lead to, and
how it is shown. The worked solution is not kept: it is derived again, and held against the key, before an answer is judged.

Some of the stock comes with examgen; more is made in the background and kept in the user's data folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examgen.bank.bank import Bank
from examgen.bank.card import BankError, Card
from examgen.errors import NO_VALUE

if TYPE_CHECKING:
    from examgen.question.question import Question
    from examgen.verify.witness import Attested, Values

SHIPPED = Path(__file__).with_name("stock")
"""The stock that comes with examgen."""
SUFFIX = ".jsonl"


def data_folder() -> Path:
    """Where a student's progress and own stock are kept; never sent anywhere."""
    import platformdirs

    return platformdirs.user_data_path("examgen", appauthor=False)


@dataclass(frozen=True)
class Made:
    """What a file of the stock was made of; a question that has changed since makes other variants."""

    question: str
    version: int
    digest: str
    topic: str
    level: int
    title: str

    @classmethod
    def today(cls, bank: Bank, id_: str) -> Made:
        """What it would be made of today."""
        entry = bank.question(id_)
        return cls(id_, entry.version, bank.digest(id_), entry.topic, entry.level, entry.title)


@dataclass(frozen=True)
class ShownAsk:
    """One ask as it is shown.

    Attributes:
        text: the sentence, Markdown with TeX math.
        listed: the label and text of each option.
        hint: how an answer is written.
        grid: whether it may be written row by row.
    """

    name: str
    text: str
    listed: tuple[tuple[str, str], ...]
    hint: str
    grid: bool = False


@dataclass(frozen=True)
class Shown:
    """A variant as it is shown: Markdown with TeX math, and where there is a picture its characters and its words.

    Attributes:
        before: the statement before the picture.
        picture: the picture in characters, `WIDTH` wide.
        words: what the picture shows, in words.
        after: the statement after the picture.
        design: whether an answer must be built in Keras to be judged.
    """

    question: str
    title: str
    before: str
    picture: str
    words: str
    after: str
    asks: tuple[ShownAsk, ...]
    design: bool = False

    @classmethod
    def of(cls, variant: Question) -> Shown:
        """A variant as it is shown."""
        from examgen.answers import LayerDesign
        from examgen.rendering import picture, stem

        told, words = picture.statement_text(variant, WIDTH), picture.statement_words(variant).picture
        kinds = {name: ask.type for name, ask in variant.asks.items()}
        return cls(
            variant.id,
            stem.title(variant),
            told.before,
            told.picture,
            words,
            told.after,
            tuple(
                ShownAsk(name, stem.ask(variant, name), kind.listed, kind.hint, kind.blank == "grid")
                for name, kind in kinds.items()
            ),
            any(isinstance(kind, LayerDesign) for kind in kinds.values()),
        )

    @classmethod
    def read(cls, question: str, found: Mapping[str, Any]) -> Shown:
        """What is shown, as a file of the stock holds it."""
        asks = tuple(
            ShownAsk(ask["name"], ask["text"], tuple((a, b) for a, b in ask["listed"]), ask["hint"], ask["grid"])
            for ask in found["asks"]
        )
        return cls(question, **{**found, "asks": asks})


WIDTH = 76
"""How wide pictures in characters are in the stock."""


@dataclass(frozen=True)
class Stocked:
    """One variant of the stock, as its line has it: ``parameters``, ``key``, ``wrong`` and ``shown``."""

    question: str
    line: Mapping[str, Any]

    @classmethod
    def of(cls, attested: Attested) -> Stocked:
        """What is kept of a variant and its key."""
        from examgen.arrays import json_ready

        variant, answers = attested.variant, attested.wrong_answers
        shown = asdict(Shown.of(variant))
        del shown["question"]
        line = {
            "parameters": variant.settings,
            "key": {name: json_ready(value) for name, value in attested.key.items()},
            "wrong": {name: {ask: json_ready(v) for ask, v in values.items()} for name, values in answers.items()},
            "shown": shown,
        }
        return cls(variant.id, line)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Ready for JSON; given back as pins, they make the variant."""
        return self.line["parameters"]  # type: ignore[no-any-return]

    @property
    def misconceptions(self) -> Mapping[str, Mapping[str, Any]]:
        """The misconceptions that the variant can tell from a right answer, each with the asks that show it."""
        return self.line["wrong"]  # type: ignore[no-any-return]

    @cached_property
    def name(self) -> str:
        """What tells it from the other variants of its question."""
        return json.dumps(self.parameters, sort_keys=True, ensure_ascii=False)

    @cached_property
    def shown(self) -> Shown:
        """How it is shown."""
        return Shown.read(self.question, self.line["shown"])

    def variant(self, bank: Bank) -> Question:
        """The variant itself.

        Raises:
            ValueError: the question no longer takes these parameters.
        """
        return bank.question(self.question).variant(self.parameters)

    def attested(self, variant: Question) -> Attested | None:
        """The variant with its key and its worked solution; ``None`` where the solution of today says otherwise."""
        from examgen.arrays import agree, array
        from examgen.question.misconceptions import all_of
        from examgen.verify.witness import Attested

        try:
            key: Values = {name: array(value) for name, value in self.line["key"].items()}
            derivation = variant.derivation()
            derived = {name: ask.type.fit(derivation.answers[name]) for name, ask in variant.asks.items()}
        except NO_VALUE:
            return None
        if derived.keys() != key.keys() or not all(agree(key[name], derived[name]) for name in derived):
            return None
        known = {misconception.name for misconception in all_of(variant)}
        wrong = {
            name: {ask: array(v) for ask, v in values.items()}
            for name, values in self.misconceptions.items()
            if name in known
        }
        return Attested(variant, key, derivation, wrong)


class Stock:
    """What is in stock of each question of a bank, as far as the question is still the one that it was made of."""

    def __init__(self, bank: Bank, *folders: Path) -> None:
        self._bank = bank
        self._folders = folders
        self._found: dict[str, tuple[Stocked, ...]] = {}

    @classmethod
    def of(cls, bank: Bank) -> Stock:
        """What came with examgen, and what was made on this machine."""
        return cls(bank, SHIPPED, data_folder() / "stock")

    def variants(self, id_: str) -> tuple[Stocked, ...]:
        """The variants of a question, each once; none where there is no stock of it, or only a stale one."""
        if id_ not in self._found:
            found: dict[str, Stocked] = {}
            for path in self._files(id_):
                made, variants = read_stock(path)
                if made is not None and made.digest == self._bank.digest(id_):
                    found.update((variant.name, variant) for variant in variants)
            self._found[id_] = tuple(found.values())
        return self._found[id_]

    def cards(self) -> list[Card]:
        """What a session must know of each question of the bank: as the stock has it, without reading the question's file."""
        found: list[Card] = []
        for id_ in self._bank.ids:
            if (made := next(filter(None, map(read_head, self._files(id_))), None)) is not None:
                found.append(Card(id_, made.topic, made.level, made.title, "", Path()))
                continue
            try:
                found.append(self._bank.card(id_))
            except BankError:  # half written, as it may be; `bank list` says so
                continue
        return found

    def _files(self, id_: str) -> list[Path]:
        return [path for folder in self._folders if (path := folder / f"{id_}{SUFFIX}").is_file()]


def read_head(path: Path) -> Made | None:
    """What a file of the stock was made of."""
    try:
        with path.open(encoding="utf-8") as file:
            return Made(**json.loads(file.readline()))
    except (OSError, TypeError, ValueError):
        return None


def read_stock(path: Path) -> tuple[Made | None, tuple[Stocked, ...]]:
    """A file of the stock; nothing of a file that is damaged or was written half."""
    try:
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        made = Made(**json.loads(head))
        return made, tuple(Stocked(made.question, json.loads(line)) for line in lines)
    except (OSError, LookupError, TypeError, ValueError):
        return None, ()


def write_stock(path: Path, made: Made, variants: Sequence[Stocked]) -> None:
    """Write a file of the stock, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = _line(asdict(made))
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text("".join(f"{line}\n" for line in (head, *(_line(v.line) for v in variants))), encoding="utf-8")
    part.replace(path)


def _line(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def stale(bank: Bank, folder: Path = SHIPPED) -> Iterator[tuple[str, str]]:
    """What of the stock in a folder must be made again: each question, and why in a few words."""
    for id_ in bank.ids:
        path = folder / f"{id_}{SUFFIX}"
        if not path.is_file():
            yield id_, "it has no stock"
        elif (made := read_stock(path)[0]) is None:
            yield id_, "its file is damaged"
        elif made != Made.today(bank, id_):
            yield id_, "the question has changed since"
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if (id_ := path.name.removesuffix(SUFFIX)) not in bank.ids:
            yield id_, "the question no longer exists"
