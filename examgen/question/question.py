"""What a question is: a family of problems, one class in one file; an instance of it is a variant.

A question is a network with one number hidden. Its fields are the parameters; ``draw`` makes an instance, ``network`` turns the
instance into data that the oracle runs, an `Ask` names what the student writes down, and a method marked `misconception` edits
the variant or its network the way a confused student does.
"""

from __future__ import annotations

import difflib
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from examgen.answers import AnswerType, LayerDesign, Shape
from examgen.arrays import Array, Scalar, cells, shape
from examgen.derivation.lines import Derivation, Show, derive
from examgen.model import observable
from examgen.model.network import Network
from examgen.question.draw import Draw, PinError, derive_key

if TYPE_CHECKING:
    from examgen.bank.bank import Bank


@dataclass(frozen=True)
class Ask:
    """One thing that the student writes down.

    Attributes:
        text: the sentence that asks, Markdown with TeX math and the parameters as Jinja variables.
        type: how the answer is read, compared and laid out.
        of: what it observes of the network; the tensor of the ask's own name unless said otherwise.
        follows: the ask (or asks) whose answer the student goes on from.
        weight: its part of the question's points, relative to the other asks.
    """

    text: str
    type: AnswerType
    of: observable.Observable | None = None
    follows: str | tuple[str, ...] = ()
    weight: int = 1

    def observes(self, name: str) -> observable.Observable:
        """What of the network answers it, for an ask of this name."""
        if self.of is not None:
            return self.of
        return observable.shape(name) if isinstance(self.type, Shape | LayerDesign) else observable.value(name)

    @property
    def upstream(self) -> tuple[str, ...]:
        """Names of the asks that it follows."""
        return (self.follows,) if isinstance(self.follows, str) else self.follows


@dataclass(frozen=True)
class Misconception:
    """A confusion: the edit that it makes of a variant, and what to tell a student who has it.

    Attributes:
        of_numbers: whether it bears on numbers alone, so that no question about shapes or counts can show it.
        of_structure: whether it changes the answer wherever it makes sense, so that an unchanged answer is no coincidence.
        of_network: the edit of a network, where it is one of any network.
    """

    name: str
    feedback: str
    edit: Callable[[Any], Any]
    of_numbers: bool = False
    of_structure: bool = False
    of_network: Callable[[Network], Network | None] | None = None

    def then(self, second: Misconception) -> Misconception | None:
        """Both at once: what this one makes of a variant, seen with the second; ``None`` where the second edits variants only."""
        edit_network = second.of_network
        if edit_network is None:
            return None

        def edit(variant: Question) -> Network | None:
            first = self.edit(variant)
            network = first.network if isinstance(first, Question) else first
            return edit_network(network) if isinstance(network, Network) else None

        return Misconception(f"{self.name} + {second.name}", f"{self.feedback} {second.feedback}", edit)


Method = TypeVar("Method", bound=Callable[[Any], Any])


def misconception(feedback: str) -> Callable[[Method], Method]:
    """Mark a method as a misconception; its name is the method's, ``feedback`` is told to a student who shows it.

    The method returns an edited network, an edited variant (``self.but(…)``), or, for a slip that no edit expresses, the wrong
    answers by the names of the asks; ``None`` where it makes no sense for the variant.
    """

    def mark(method: Method) -> Method:
        method.__misconception__ = feedback  # type: ignore[attr-defined]
        return method

    return mark


@dataclass(frozen=True)
class Claim:
    """What Keras must find besides the answers, on a network of its own.

    Attributes:
        observables: what is observed of the network.
        refuted: what speaks against the claim, given what was observed; nothing where it holds.
    """

    network: Network
    observables: tuple[observable.Observed, ...]
    refuted: Callable[[Mapping[observable.Observable, Array]], str]


Agreements = tuple[tuple[str | observable.Observable, str | observable.Observable], ...]
"""Pairs that must come out equal; a name stands for the numbers of that tensor."""


class _Once:
    """A property that is worked out once for each variant, and for each class apart: ``super().network`` is another one."""

    def __init__(self, work: Callable[[Any], object], key: str) -> None:
        self._work, self._key = work, key

    def __get__(self, variant: Question | None, owner: type[Question]) -> object:
        if variant is None:
            return self
        if self._key not in variant.__dict__:
            variant.__dict__[self._key] = self._work(variant)
        return variant.__dict__[self._key]


class Question(BaseModel):
    """A family of problems; an instance is a variant, frozen, and its fields are the parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(Ask,))

    topic: ClassVar[str]
    level: ClassVar[int]
    title: ClassVar[str]
    stem: ClassVar[str]
    symbols: ClassVar[Mapping[str, str]] = {}
    """TeX of parameters whose name is not their symbol."""
    axes: ClassVar[Mapping[str, str]] = {}
    """Names of the axes of parameters, ``{"x": "features", "W": "features units"}``: axes of one name are equally long."""
    picture: ClassVar[Literal["", "network", "grids"]] = ""
    """What is drawn: nothing, the network under the statement, or the arrays that it displays, as grids in their place."""

    id: ClassVar[str] = ""
    """``topic.file``; set by the bank that finds the question."""
    solve: ClassVar[Callable[[Any, Show], object]]
    """The derivation; set by the bank that finds the question."""
    bank: ClassVar[Bank]
    """That bank, for questions about other questions."""

    def __init_subclass__(cls, **options: Any) -> None:
        """A variant is frozen, so its network and its asks are worked out once, however often they are looked at."""
        super().__init_subclass__(**options)
        for name in ("network", "asks"):
            if isinstance(looked_up := vars(cls).get(name), property) and looked_up.fget is not None:
                setattr(cls, name, _Once(looked_up.fget, f"{cls.__qualname__}.{name}"))

    # to be written by each question ---------------------------------------------------------------------------------

    @classmethod
    @abstractmethod
    def draw(cls, d: Draw) -> Self:
        """Draw the parameters of a variant."""
        raise NotImplementedError

    @property
    @abstractmethod
    def network(self) -> Network:
        """The variant as a network."""
        raise NotImplementedError

    def admissible(self) -> bool:
        """Whether the parameters make a good question; the engine draws again where they do not."""
        return True

    @property
    def asks(self) -> Mapping[str, Ask]:
        """The asks by name, in order; a question whose variants ask for different things says so here."""
        return type(self).declared_asks()

    @property
    def sketch(self) -> Network | None:
        """The network that the picture shows, where it is not what the asks observe: never more than the statement tells."""
        return None

    @property
    def told_shapes(self) -> Mapping[str, tuple[int, ...]]:
        """The shapes of outputs that the statement tells, by name, for the picture; those of the inputs it has anyway."""
        return {}

    @property
    def agreements(self) -> Agreements:
        """What must come out equal besides: the network worked out in pieces, and the layer of Keras that does it at once."""
        return ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What Keras must find besides, on networks that no answer is observed of: the witnesses of statements."""
        return ()

    @model_validator(mode="after")
    def _axes_fit(self) -> Self:
        lengths: dict[str, int] = {}
        for name, axes in self.axes.items():
            if (value := getattr(self, name)) is None:
                continue
            got = shape(value)
            wanted = tuple(lengths.setdefault(axis, n) for axis, n in zip(axes.split(), got, strict=True))
            if got != wanted:
                entries = "entries" if isinstance(value[0], str) else "numbers"
                count = f"be {_by(wanted)}" if len(wanted) > 1 else f"have {wanted[0]} {entries}"
                raise ValueError(f"{name} must {count} ({_by(axes.split())}), got {_by(got)}")
        return self

    # what follows from it -------------------------------------------------------------------------------------------

    @classmethod
    def declared_asks(cls) -> dict[str, Ask]:
        """The asks that the class declares, in order."""
        found: dict[str, Ask] = {}
        for owner in reversed(cls.__mro__):
            found.update({name: value for name, value in vars(owner).items() if isinstance(value, Ask)})
        return found

    @classmethod
    def own_misconceptions(cls) -> tuple[Misconception, ...]:
        """The question's own misconceptions, in order."""
        return tuple(_marked(cls))

    def but(self, **changes: Any) -> Self | None:
        """The variant with some parameters changed, or ``None`` where that is no variant."""
        try:
            return type(self)(**{**self.parameters, **changes})
        except ValidationError:
            return None

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters by name."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    @cached_property
    def worked(self) -> Mapping[str, tuple[Scalar, ...]]:
        """The numbers of each answer as the derivation works them out: what `admissible` may judge a draw by."""
        return {name: tuple(cells(value)) for name, value in self.derivation().answers.items()}

    def derivation(self, given: Mapping[str, Array] | None = None) -> Derivation:
        """The worked solution; it goes on from a student's answers where some are given."""
        return derive(type(self).solve, self, self.symbols, given)


def _by(lengths: Iterable[object]) -> str:
    return " × ".join(map(str, lengths))


def _marked(cls: type[Question]) -> Iterator[Misconception]:
    seen: dict[str, Misconception] = {}
    for owner in reversed(cls.__mro__):
        for name, method in vars(owner).items():
            if name in seen and method is None:
                del seen[name]
            if feedback := getattr(method, "__misconception__", None):
                seen[name] = Misconception(name, feedback, method)
    yield from seen.values()


EFFORT = {1: (0, 40), 2: (0, 110), 3: (2, 160), 4: (2, 220), 5: (4, 320)}
"""The least and the most operations that a question of each level takes."""

DRAWS = 500
"""How often the engine draws again before it gives up on a question with these pins."""


def seeded(seed: str, question: type[Question]) -> Iterator[bytes]:
    """The keys that a seed given by hand stands for: the same variant of a question for the same text, on every machine."""
    return (derive_key(seed.encode(), question.id, attempt) for attempt in range(DRAWS))


def candidates(question: type[Question], keys: Iterable[bytes], pins: Mapping[str, object]) -> Iterator[Question]:
    """Admissible variants, one for each key that gives one; ends where ``keys`` ends.

    Raises:
        PinError: a pin is unknown, of the wrong type, or no draw with these pins is an admissible variant.
    """
    found = False
    for variant in _valid(question, keys, pins):
        if variant.admissible():
            found = True
            yield variant
    if not found:
        raise _without_variant(question, pins, "no draw was admissible")


def any_variant(question: type[Question], keys: Iterable[bytes], pins: Mapping[str, object]) -> Question:
    """An admissible variant with these pins; where there is none, one that is merely valid.

    For whoever asks for numbers of his own: they need not make a good exam question to have an answer.

    Raises:
        PinError: a pin is unknown, of the wrong type, or no draw with these pins is a variant.
    """
    fallback: Question | None = None
    for variant in _valid(question, keys, pins):
        if variant.admissible():
            return variant
        fallback = fallback or variant
        if pins.keys() >= question.model_fields.keys():
            break  # every draw gives this variant
    if fallback is None:
        raise _without_variant(question, pins, "there was nothing to draw")
    return fallback


def _valid(question: type[Question], keys: Iterable[bytes], pins: Mapping[str, object]) -> Iterator[Question]:
    """Variants with these pins, admissible or not, one for each key that gives one."""
    refusal, found = "", False
    for key in keys:
        draw = Draw(key, pins)
        variant: Question | None = None
        try:
            variant = question.draw(draw)
        except PinError:
            raise
        except ValidationError as error:
            refusal = "; ".join(map(_misfit, error.errors()))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            if not pins:
                raise
            refusal = f"its draw fails ({type(error).__name__}: {error})"
        if unknown := [name for name in pins if name not in draw.names]:
            raise PinError(_unknown_pin(question, unknown[0], draw.names))
        if variant is not None:
            found = True
            yield variant
    if not found and refusal:
        raise _without_variant(question, pins, refusal)


def _unknown_pin(question: type[Question], name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {close[0]}?" if close else f"it draws {', '.join(names)}"
    return f"{question.id} draws no parameter {name!r}; {hint}"


def _without_variant(question: type[Question], pins: Mapping[str, object], refusal: str) -> PinError:
    shown = ", ".join(f"{name}={_shortened(value)}" for name, value in pins.items()) or "no pins"
    return PinError(f"{question.id} has no variant with {shown}: {refusal}")


def _misfit(detail: Any) -> str:
    """One of pydantic's error details with what came, which a message of our own already says."""
    clause = describe(detail)
    return clause if detail["type"] == "value_error" else f"{clause}, got {_shortened(repr(detail['input']))}"


def _shortened(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def describe(detail: Any) -> str:
    """One of pydantic's error details as a clause: where, what was expected, what came."""
    where = ".".join(str(part) for part in detail["loc"])
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{where}: {message}" if where else message
