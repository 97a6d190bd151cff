"""What a question is: a family of problems, one class in one file; an instance of it is a variant.

A question is a network with one value hidden. Its fields are the parameters; ``draw`` chooses them, ``network`` turns them into
data that the oracle runs, an `Ask` names what the student writes down and what attests it, and a method marked `misconception`
edits the variant or its network the way a mistaken student does.
"""

from __future__ import annotations

import inspect
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, Self, TypeVar
from weakref import WeakKeyDictionary

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, model_validator

from examgen.answers import AnswerType, LayerDesign, Shape
from examgen.arrays import Array, Scalar, array, cells, json_ready, shape
from examgen.derivation.lines import Derivation, derive
from examgen.model import observable
from examgen.model.network import Network
from examgen.question.conventions import CONVENTIONS
from examgen.question.draw import Draw
from examgen.question.entry import Entry, Library, Looked

Attestation = Literal["Keras", "Computed", "Sourced"]
"""What attests an answer besides the derivation."""
Answers = Mapping[str, Any]
"""The answers to the asks before an ask, by their names, from which it is computed."""


@dataclass(frozen=True)
class Computed:
    """An answer attested by a second, independent computation: for plain arithmetic that no layer performs.

    The computation must not repeat the derivation: count by enumeration, simulate, or let numpy or scipy do it. It lives in the
    question's file or in a helper beside it, and may import numpy inside the function.

    Attributes:
        function: the answer of a variant. For an ask that continues from others, it takes a second argument, the answers to the
            asks before it by their names.
    """

    function: Callable[..., object]

    @property
    def takes_answers(self) -> bool:
        """Whether it continues from the answers to other asks."""
        return len(inspect.signature(self.function).parameters) > 1

    def value(self, variant: Question, answers: Mapping[str, Array]) -> Array:
        """The answer of a variant, given the earlier answers.

        Raises:
            ArithmeticError, LookupError, TypeError, ValueError: there is none.
        """
        return _plain(self.function(variant, answers) if self.takes_answers else self.function(variant))


@dataclass(frozen=True)
class Sourced:
    """An answer attested by a source: what a book, a paper or documentation states.

    Attributes:
        function: the answer of a variant, according to the statements that it shows.
        sources: where each of them is stated; none may be empty.
        confirmed: whether Keras confirms every one of them as well, through the claims of the variant.
    """

    function: Callable[[Any], object]
    sources: Callable[[Any], Iterable[str]]
    confirmed: bool = False

    def value(self, variant: Question) -> Array:
        """The answer of a variant."""
        return _plain(self.function(variant))


def _plain(value: object) -> Array:
    """What a computation gives, numpy's arrays and numbers included, as plain data."""
    return array(value.tolist() if hasattr(value, "tolist") else value)


@dataclass(frozen=True)
class Ask:
    """One thing that the student writes down.

    Attributes:
        text: the sentence that asks, Markdown with TeX math and the parameters as Jinja variables.
        type: how the answer is read, compared and laid out.
        of: what attests it. By default Keras does, by observing the tensor with the name of the ask.
        follows: the ask (or asks) from whose answer the student continues.
        continues: how it follows from those answers if Keras cannot continue from them, for example from one count to another:
            ``lambda variant, answers: 4 * answers["simple"]``. From the right answers it must lead to the right one.
        weight: its share of the question's points, relative to the other asks.
    """

    text: str
    type: AnswerType
    of: observable.Observable | Computed | Sourced | None = None
    follows: str | tuple[str, ...] = ()
    continues: Callable[[Any, Mapping[str, Any]], object] | None = None
    weight: int = 1

    def __post_init__(self) -> None:
        if self.continues and not self.follows:
            raise TypeError("an ask that continues others names them: follows=…")
        if self.follows and isinstance(self.of, Computed) and not self.of.takes_answers:
            raise TypeError("an ask that follows others is computed from their answers: function(variant, answers)")

    @property
    def attestation(self) -> Attestation:
        """What attests its answer besides the derivation."""
        if isinstance(self.of, Computed):
            return "Computed"
        return "Sourced" if isinstance(self.of, Sourced) and not self.of.confirmed else "Keras"

    def observes(self, name: str) -> observable.Observable | None:
        """What Keras observes for an ask of this name; ``None`` if Keras does not attest it."""
        if isinstance(self.of, Computed | Sourced):
            return None
        if self.of is not None:
            return self.of
        return observable.shape(name) if isinstance(self.type, Shape | LayerDesign) else observable.value(name)

    @property
    def upstream(self) -> tuple[str, ...]:
        """Names of the asks that it follows."""
        return (self.follows,) if isinstance(self.follows, str) else self.follows

    def continued(self, variant: Question, answers: Mapping[str, Array]) -> Array | None:
        """The answer that follows from the earlier answers, if ``continues`` says how.

        Raises:
            ArithmeticError, LookupError, TypeError, ValueError: nothing does.
        """
        return _plain(self.continues(variant, answers)) if self.continues else None


@dataclass(frozen=True)
class Misconception:
    """A wrong idea: the edit that it makes of a variant, and what to tell a student who has it.

    Attributes:
        of_structure: whether it changes the answer wherever it makes sense, so that an unchanged answer is no coincidence.
        of_network: the edit of a network, where it is one of any network.
        asks: the asks whose wrong answers show it; all of them where not said.
    """

    name: str
    feedback: str
    edit: Callable[[Any], Any]
    of_structure: bool = False
    of_network: Callable[[Network], Network | None] | None = None
    asks: frozenset[str] | None = None

    def concerns(self, ask: str) -> bool:
        """Whether a wrong answer to an ask may come of it."""
        return self.asks is None or ask in self.asks

    def then(self, second: Misconception) -> Misconception | None:
        """Both at once: what this one makes of a variant, seen with the second; ``None`` where the second edits variants only."""
        edit_network = second.of_network
        if edit_network is None:
            return None

        def edit(variant: Question) -> Network | None:
            first = self.edit(variant)
            network = first.network if isinstance(first, Question) else first
            return edit_network(network) if isinstance(network, Network) else None

        asks = self.asks if second.asks is None else second.asks if self.asks is None else self.asks & second.asks
        return Misconception(f"{self.name} + {second.name}", f"{self.feedback} {second.feedback}", edit, asks=asks)


def all_upstream(asks: Mapping[str, Ask], name: str) -> frozenset[str]:
    """Every ask that an ask goes on from, directly or through others."""
    found: set[str] = set()
    waiting = list(asks[name].upstream)
    while waiting:
        upstream = waiting.pop()
        if upstream in asks and upstream not in found:
            found.add(upstream)
            waiting.extend(asks[upstream].upstream)
    return frozenset(found)


Method = TypeVar("Method", bound=Callable[[Any], Any])


def misconception(feedback: str) -> Callable[[Method], Method]:
    """Mark a method as a misconception; its name is that of the method, and ``feedback`` is shown to a student who makes the mistake.

    If several questions share it, mark a function that takes the variant instead; each question lists it in `misconceptions`.

    The method returns an edited network, an edited variant (``self.but(…)``), or, for a mistake that no edit expresses, the wrong
    answers by the names of the asks; ``None`` if it does not apply to the variant.
    """

    def mark(method: Method) -> Method:
        method.__misconception__ = feedback  # type: ignore[attr-defined]
        return method

    return mark


@dataclass(frozen=True)
class Claim:
    """What Keras must confirm besides the answers, on a separate network.

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

    version: ClassVar[int] = 1
    """Raised when the same parameters come to mean another problem; what was printed with an older one stays as it was."""
    attested_by: ClassVar[tuple[Attestation, ...]] = ()
    """What attests the answers besides the derivation, where the file itself does not show it: asks made by a helper."""
    conventions: ClassVar[tuple[str, ...]] = ()
    """Names of the conventions that the statement relies on (`examgen.question.conventions`); a paper prints them once."""
    misconceptions: ClassVar[tuple[Callable[[Any], Any], ...]] = ()
    """Misconceptions that it shares with other questions: functions marked `misconception`. Its own are methods of it."""
    inapplicable: ClassVar[tuple[str, ...]] = ()
    """Names of automatic misconceptions that do not apply to it."""
    depends: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What a draw must have: ``{"h3": ("h1", "x[0]")}`` reads "changing h1, or the first entry of x, changes h3"."""

    _entry: Entry | None = PrivateAttr(default=None)

    def __init_subclass__(cls, **options: Any) -> None:
        """A variant is frozen, so its network and its asks are worked out once, however often they are looked at."""
        super().__init_subclass__(**options)
        if unknown := [name for name in cls.conventions if name not in CONVENTIONS]:
            raise TypeError(
                f"{cls.__name__}: there is no convention {unknown[0]!r}; the conventions are {', '.join(CONVENTIONS)}"
            )
        for name in ("network", "asks"):
            if isinstance(looked_up := vars(cls).get(name), property) and looked_up.fget is not None:
                setattr(cls, name, _Once(looked_up.fget, f"{cls.__qualname__}.{name}"))

    def model_post_init(self, context: Any) -> None:
        """Remember the entry of the bank that the variant was made through."""
        if isinstance(context, Entry):
            self._entry = context

    # to be written by each question ---------------------------------------------------------------------------------

    @classmethod
    @abstractmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        """Draw the parameters of a variant: ``return dict(n=d.integer("n", 5, 9))``."""
        raise NotImplementedError

    @property
    def needed_conventions(self) -> tuple[str, ...]:
        """The conventions that this variant relies on; for example, none about biases if no layer has one."""
        could = [node.layer for node in self.network.nodes if node.layer.knows("use_bias")]
        without = could and not any(layer["use_bias"] for layer in could)
        return tuple(name for name in self.conventions if name != "bias" or not without)

    @property
    def network(self) -> Network:
        """The variant as a network; it is empty if Keras attests no answer."""
        return Network()

    def admissible(self) -> bool:
        """Whether the parameters make a good question; if not, others are drawn."""
        return True

    @property
    def stated_by(self) -> Question:
        """The variant whose statement introduces the symbols and arrays; another one if this question is about its solution."""
        return self

    @property
    def asks(self) -> Mapping[str, Ask]:
        """The asks by name, in order; a question whose variants ask for different things says so here."""
        return type(self).declared_asks()

    @property
    def sketch(self) -> Network | None:
        """The network shown in the picture, if the asks do not observe it; it must not reveal more than the statement."""
        return None

    @property
    def told_shapes(self) -> Mapping[str, tuple[int, ...]]:
        """The output shapes that the statement gives, by name, for the picture; input shapes are always shown."""
        return {}

    @property
    def agreements(self) -> Agreements:
        """Pairs of tensors that must be equal, such as the output of a network computed in steps and that of one Keras layer."""
        return ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What Keras must confirm besides the answers, on networks of their own: the witnesses of statements."""
        return ()

    def check(self) -> None:
        """Raise a `ValueError` if the parameters are impossible; the checks of base classes run first."""

    @model_validator(mode="after")
    def _is_a_variant(self) -> Self:
        self._refuse_unequal_axes()
        for owner in reversed(type(self).__mro__):
            if check := vars(owner).get("check"):
                check(self)
        return self

    def _refuse_unequal_axes(self) -> None:
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

    # what follows from it -------------------------------------------------------------------------------------------

    @classmethod
    def declared_asks(cls) -> dict[str, Ask]:
        """The asks that the class declares, in order."""
        if (found := _DECLARED.get(cls)) is None:
            found = _DECLARED[cls] = {
                name: value
                for owner in reversed(cls.__mro__)
                for name, value in vars(owner).items()
                if isinstance(value, Ask)
            }
        return dict(found)

    @classmethod
    def own_misconceptions(cls) -> tuple[Misconception, ...]:
        """The question's own misconceptions, the shared ones first, in order."""
        if (found := _OWN.get(cls)) is None:
            found = _OWN[cls] = tuple(_marked(cls))
        return found

    def but(self, **changes: Any) -> Self | None:
        """The variant with some parameters changed, or ``None`` if they are not valid."""
        try:
            return type(self).model_validate({**self.parameters, **changes}, context=self._entry)
        except ValidationError:
            return None

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters by name."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    @property
    def settings(self) -> dict[str, Any]:
        """The parameters, ready for JSON; used as pins, they reproduce this variant."""
        return {name: json_ready(value) for name, value in self.parameters.items()}

    @property
    def entry(self) -> Entry:
        """The entry of the bank from which the variant was made."""
        if self._entry is None:
            raise LookupError(f"this {type(self).__name__} belongs to no bank; make variants through Entry.variant")
        return self._entry

    @property
    def id(self) -> str:
        """The id of its question: ``convolution.output_size``."""
        return self.entry.id

    @property
    def bank(self) -> Library:
        """The bank that holds its question, for questions about other questions or about statements."""
        return self.entry.bank

    @cached_property
    def worked(self) -> Mapping[str, tuple[Scalar, ...]]:
        """The numbers of each answer, as the derivation computes them; `admissible` may use them."""
        return {name: tuple(cells(value)) for name, value in self.derivation().answers.items()}

    @cached_property
    def solution(self) -> Derivation:
        """The worked solution, computed once."""
        return derive(self.entry.solve, self, self.symbols, references=Looked(self.entry))

    def derivation(self, given: Mapping[str, Array] | None = None) -> Derivation:
        """The worked solution; it continues from a student's answers if any are given."""
        if not given:
            return self.solution
        return derive(self.entry.solve, self, self.symbols, given, references=Looked(self.entry))


_DECLARED: WeakKeyDictionary[type[Question], dict[str, Ask]] = WeakKeyDictionary()
"""What each class declares, looked up once: variants are asked for it thousands of times."""
_OWN: WeakKeyDictionary[type[Question], tuple[Misconception, ...]] = WeakKeyDictionary()
"""The misconceptions of each class, likewise."""


def _by(lengths: Iterable[object]) -> str:
    return " × ".join(map(str, lengths))


def _marked(cls: type[Question]) -> Iterator[Misconception]:
    shared = [(function.__name__, function) for function in cls.misconceptions]
    methods = [each for owner in reversed(cls.__mro__) for each in vars(owner).items()]
    found = {name: method for name, method in (*shared, *methods) if hasattr(method, "__misconception__")}
    return (Misconception(name, method.__misconception__, method) for name, method in found.items())
