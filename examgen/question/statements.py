"""Statements kept as data: true or false, with the reason, the source, and where one can be run a witness.

A folder holds YAML files, one for each theme::

    title: pooling layers
    statements:
      pooling-owns-nothing:
        text: In Keras, `MaxPooling2D(2)` has trainable parameters.
        truth: false
        why: It takes the largest value of each window; there is no weight in that.
        source: Keras API documentation, MaxPooling2D layer
        witness:
          input: [8, 8, 3]
          network:
            p: MaxPooling2D(2)
          holds: parameters(p) > 0

A witness is a network and a comparison that must hold just where the statement is true. Each entry of ``network`` is a layer, or a
list of layers one behind the other, and reads the first array unless it says what it ``reads``. A layer is read as data from its
Keras code, and a comparison is read into observables and numbers: nothing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from examgen.arrays import Array, Scalar, array, cells, shape
from examgen.errors import UserError
from examgen.model import layers, losses, observable, ops, optimizers
from examgen.model.network import Input, Layer, LayerType, Network
from examgen.model.network import Option as LayerOption
from examgen.model.observable import Observable, Observed

SAME = 1e-9
"""Relative difference up to which two numbers of a witness count as equal."""

_WRITABLE: Mapping[str, LayerType] = {
    **layers.KINDS,
    **ops.KINDS,
    **{
        kind.name: kind
        for module in (losses, optimizers)
        for kind in vars(module).values()
        if isinstance(kind, LayerType)
    },
}
_ORDERED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COUNTS: Mapping[str, Callable[..., Observed]] = {
    "parameters": observable.parameters,
    "trainable": partial(observable.parameters, trainable=True),
    "multiplications": observable.multiplications,
}
"""What is counted of the layers of one part of a witness, or of several."""
_OBSERVABLES: Mapping[tuple[str, int], Callable[..., Observed]] = {
    ("value", 1): observable.value,
    ("shape", 1): observable.shape,
    ("gradient", 2): observable.gradient,
    ("receptive_field", 2): observable.receptive_field,
    ("pixel_use", 2): observable.pixel_use,
}
"""What is observed of named tensors, by how many it takes."""


class StatementError(UserError):
    """A file of statements cannot be read; the message names the file, the statement and what is wrong."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# witnesses ----------------------------------------------------------------------------------------------------------


def layer(text: str) -> Layer:
    """A layer from its Keras code, such as ``Conv2D(8, 3, padding="same")``; it is read, not evaluated.

    Raises:
        ValueError: it is not a layer that we know with options that are plain values.
    """
    return _layer(_parsed(text))


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(f"cannot be read: {text!r}") from None


def _layer(node: ast.expr) -> Layer:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _WRITABLE:
        raise ValueError(f"expected a layer such as Conv2D(8, 3), got {ast.unparse(node)!r}")
    if not all(option.arg for option in node.keywords):
        raise ValueError(f"expected options by name, got {ast.unparse(node)!r}")
    named = {str(option.arg): _option(option.value) for option in node.keywords}
    try:
        return _WRITABLE[node.func.id](*map(_option, node.args), **named)
    except TypeError as error:
        raise ValueError(str(error)) from None


def _option(node: ast.expr) -> LayerOption:
    return _layer(node) if isinstance(node, ast.Call) else _literal(node)


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        raise ValueError(f"expected a plain value, got {ast.unparse(node)!r}") from None


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _inputs(value: Any) -> Any:
    return {"input": value} if isinstance(value, list) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_several)]
Arrays = Annotated[Any, BeforeValidator(array)]


class Part(_Model):
    """Layers of a witness, one behind the other.

    Attributes:
        input: names of the tensors that are the input of the first of them; the network's first array where nothing is said.
        weights: names of the arrays that are its weights, where there is one layer only.
        state: names of the states that it starts from.
    """

    layers: Names = Field(min_length=1)
    input: Names = ()
    weights: Names = ()
    state: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"layers": value} if isinstance(value, str | list) else value

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        _ = self.made
        if len(self.layers) > 1 and (self.weights or self.state):
            raise ValueError("weights and a state belong to one layer; give each layer of the chain a name of its own")
        return self

    @cached_property
    def made(self) -> tuple[Layer, ...]:
        """The layers as data."""
        return tuple(map(layer, self.layers))


class Comparison:
    """``parameters(lstm) == 4 * parameters(rnn)``: what it observes, and whether it holds for what was seen."""

    def __init__(self, text: str, chains: Mapping[str, tuple[str, ...]]) -> None:
        self.text = text
        tree = _parsed(text)
        if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
            raise ValueError(f"expected one comparison such as parameters(a) == 4 * parameters(b), got {text!r}")
        self._relation = type(tree.ops[0])
        if self._relation not in {ast.Eq, ast.NotEq, *_ORDERED}:
            raise ValueError(f"expected one of == != < <= > >= in {text!r}")
        self._chains = chains
        self._seen: dict[str, Observed] = {}
        self._sides = self._side(tree.left), self._side(tree.comparators[0])

    @property
    def observables(self) -> tuple[Observed, ...]:
        """What must be observed to tell."""
        return tuple(dict.fromkeys(self._seen.values()))

    def holds(self, answers: Mapping[Observable, Array]) -> bool:
        """Whether it holds.

        Raises:
            ValueError: arrays were put in an order, or their arithmetic was asked for.
        """
        left, right = (side(answers) for side in self._sides)
        if self._relation in _ORDERED and _equal(left, right):
            _ = _number(left)
            return self._relation in (ast.LtE, ast.GtE)
        if self._relation in _ORDERED:
            return _ORDERED[self._relation](*map(_number, (left, right)))
        return _equal(left, right) == (self._relation is ast.Eq)

    def _side(self, node: ast.expr) -> Callable[[Mapping[Observable, Array]], Array]:
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            work, left, right = _ARITHMETIC[type(node.op)], self._side(node.left), self._side(node.right)
            return lambda answers: work(_number(left(answers)), _number(right(answers)))
        if isinstance(node, ast.Call):
            seen = self._observable(node)
            return lambda answers: answers[seen]
        literal = array(_literal(node))
        return lambda answers: literal

    def _observable(self, node: ast.Call) -> Observed:
        text = ast.unparse(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        names = [argument.id for argument in node.args if isinstance(argument, ast.Name)]
        if text not in self._seen:
            self._seen[text] = self._observed(name, names, node)
        return self._seen[text]

    def _observed(self, name: str, names: list[str], node: ast.Call) -> Observed:
        plain = len(names) == len(node.args) and not node.keywords
        counted = [each for chain in names for each in self._chains.get(chain, (chain,))]
        if name in _COUNTS and plain:
            return _COUNTS[name](*counted)
        if name == "after_step" and len(names) == 2 and len(node.args) == 4 and not node.keywords:
            weight, loss = names
            return observable.after_step(weight, loss, _layer(node.args[2]), _literal(node.args[3]))
        if plain and (name, len(names)) in _OBSERVABLES:
            return _OBSERVABLES[name, len(names)](*names)
        known = [*(f"{count}(a, …)" for count in _COUNTS), *(f"{n}({'a, b'[: 3 * k - 2]})" for n, k in _OBSERVABLES)]
        raise ValueError(
            f"cannot observe {ast.unparse(node)!r}; there is {', '.join(known)}, after_step(weight, loss, SGD(…), steps)"
        )


def _number(value: Array) -> Scalar:
    """The only number of an array."""
    found = list(cells(value))
    if len(found) != 1:
        raise ValueError(f"expected one number to compare or to reckon with, got shape {shape(value)}")
    return found[0]


def _equal(one: Array, other: Array) -> bool:
    """Whether all numbers are the same; axes of length 1 do not count."""
    mine, its = (tuple(length for length in shape(value) if length != 1) for value in (one, other))
    pairs = zip(cells(one), cells(other), strict=False)
    return mine == its and all(math.isclose(a, b, rel_tol=SAME, abs_tol=SAME) for a, b in pairs)


class Witness(_Model):
    """A network, and a comparison that holds just where the statement is true.

    Attributes:
        input: the shape of the array that every part reads, where its numbers do not matter; or shapes by name.
        arrays: arrays by name, where they do.
    """

    network: dict[str, Part] = Field(min_length=1)
    holds: str
    input: Annotated[dict[str, tuple[int, ...]], BeforeValidator(_inputs)] = {}
    arrays: dict[str, Arrays] = {}

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        _ = self.observables
        return self

    @cached_property
    def built(self) -> Network:
        """The network."""
        net = Network({**{name: Input(*lengths) for name, lengths in self.input.items()}, **self.arrays})
        if not net.arrays:
            raise ValueError("a network reads something: give it an input (a shape) or arrays")
        first = next(iter(net.arrays))
        for name, part in self.network.items():
            inputs = part.input or (first,)
            *inner, last = part.made
            for inside, each in zip(self.chains[_outputs(name)[0]], inner, strict=False):
                net, inputs = net.add(inside, each, *inputs), (inside,)
            net = net.add(_outputs(name), last, *inputs, weights=part.weights, state=part.state)
        return net

    @property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """The names of all layers of each part, by the part's own name, which is that of its last layer."""
        numbered = {n: [f"{n} {i}" for i in range(1, len(part.layers))] for n, part in self.network.items()}
        return {_outputs(name)[0]: (*before, _outputs(name)[0]) for name, before in numbered.items()}

    @cached_property
    def comparison(self) -> Comparison:
        """What must hold."""
        return Comparison(self.holds, self.chains)

    @property
    def observables(self) -> tuple[Observed, ...]:
        """What must be observed of the network."""
        _ = self.built
        return self.comparison.observables


def _outputs(name: str) -> tuple[str, ...]:
    """The names of what a layer gives: ``h, c`` for a cell with two states."""
    return tuple(part.strip() for part in name.split(","))


# statements ---------------------------------------------------------------------------------------------------------


class Statement(_Model):
    """One sentence that is true or false, or true of one of several options.

    Attributes:
        id: its name, by which a variant remembers it.
        theme: the file that it stands in, without its suffix.
        text: the sentence, Markdown with TeX math.
        option: what it is true of, where its theme has options.
        against: options that it is clearly not true of, for a choice between few of them.
        why: why it is true or false: what a student reads who took it for the other.
        source: author, title and section of a book, a paper or a documentation.
        fact: a name that statements about the same fact share, so that no question shows two of them.
    """

    id: str
    theme: str
    text: str
    truth: bool = True
    option: str = ""
    against: tuple[str, ...] = ()
    why: str
    source: str = ""
    fact: str = ""
    witness: Witness | None = None

    @property
    def about(self) -> str:
        """The fact that it is about."""
        return self.fact or self.id

    @property
    def words(self) -> tuple[str, ...]:
        """Its words without case, marks and markup: equal statements have equal words."""
        return tuple(re.findall(r"[\w%]+", self.text.casefold().replace("n't", " not").replace("cannot", "can not")))

    def refuted(self, answers: Mapping[Observable, Array]) -> str:
        """What a run of its witness says against it; nothing where the comparison holds just as the statement says."""
        if self.witness is None:
            return ""
        try:
            outcome = self.witness.comparison.holds(answers)
        except (ArithmeticError, ValueError) as error:
            return f"the witness of {self.id}, {self.witness.holds}, cannot be told: {error}"
        if outcome == self.truth:
            return ""
        return f"{self.id} is said to be {self.truth}, but Keras finds {self.witness.holds} to be {outcome}"


class Option(_Model):
    """One of the things that the statements of a theme may be true of.

    Attributes:
        myths: what is often believed of it and false.
    """

    text: str
    myths: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Theme(_Model):
    """One file: a title such as "pooling layers", and its statements; ``options`` where each is true of one of several things."""

    name: str
    title: str
    options: dict[str, Option] = {}
    statements: tuple[Statement, ...]

    @model_validator(mode="after")
    def _options_exist(self) -> Self:
        for statement in self.statements:
            if bool(statement.option) != bool(self.options) or ("truth" in statement.model_fields_set) == bool(
                self.options
            ):
                raise ValueError(
                    f"{statement.id} needs {'an option' if self.options else 'truth: true or false'}, and only that"
                )
            named = {statement.option, *statement.against} if self.options else set(statement.against)
            if unknown := named - self.options.keys():
                raise ValueError(f"{statement.id}: there is no option {', '.join(sorted(unknown))}")
        return self

    def with_more(self, other: Theme) -> Theme:
        """The theme with the statements of another file of its name behind its own."""
        return self.model_copy(update={"statements": (*self.statements, *other.statements)})

    def named(self, id_: str) -> Statement:
        """The statement of this name.

        Raises:
            ValueError: there is none.
        """
        for statement in self.statements:
            if statement.id == id_:
                return statement
        raise ValueError(f"there is no statement {id_!r} about {self.title}")

    def of_option(self, option: str) -> tuple[Statement, ...]:
        """The statements that are true of an option."""
        return tuple(statement for statement in self.statements if statement.option == option)


def themes(*folders: Path) -> Mapping[str, Theme]:
    """Every theme of the folders by its name; files of the same name are one theme. What was read stays read.

    Raises:
        StatementError: a file cannot be read, or an id stands in two of them.
    """
    return _themes(tuple(folder.resolve() for folder in folders))


@lru_cache(maxsize=16)
def _themes(folders: tuple[Path, ...]) -> Mapping[str, Theme]:
    found: dict[str, Theme] = {}
    owners: dict[str, Path] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        theme = _read(path)
        for statement in theme.statements:
            if (owner := owners.setdefault(statement.id, path)) is not path:
                raise StatementError(f"{path}: {statement.id} is the name of a statement in {owner} as well")
        before = found.get(theme.name)
        found[theme.name] = before.with_more(theme) if before else theme
    return MappingProxyType(found)


def _read(path: Path) -> Theme:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise StatementError(f"{path}: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise StatementError(f"{path}: not valid YAML: {error}") from None
    entries = data.get("statements") if isinstance(data, dict) else None
    if not entries or not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise StatementError(f"{path}: expected a title, and statements by their ids")
    named = [{"id": id_, "theme": path.stem, **entry} for id_, entry in entries.items()]
    try:
        return Theme.model_validate({**data, "name": path.stem, "statements": named})
    except ValidationError as error:
        raise StatementError("\n".join(_misfits(path, error, named))) from None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's safe loader, the fast one where it was built, which refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} stands here a second time", node.start_mark)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


def _misfits(path: Path, error: ValidationError, named: list[dict[str, Any]]) -> Iterator[str]:
    for detail in error.errors():
        where = list(detail["loc"])
        if where[:1] == ["statements"] and len(where) > 1:
            where = [named[int(where[1])]["id"], *where[2:]]
        message = detail["msg"].removeprefix("Value error, ")
        yield f"{path}: {'.'.join(map(str, where))}: {message}"
