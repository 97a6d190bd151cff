"""Many networks at once: those of equal structure form a group, and a refusal stops no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from examgen import garbage
from examgen.arrays import Array, Scalar
from examgen.model.network import Input, Network
from examgen.model.observable import (
    AfterStep,
    Gradient,
    Multiplications,
    Observable,
    Observed,
    OutputShape,
    Parameters,
    PixelUse,
    ReceptiveField,
    Value,
)
from examgen.oracle.counting import multiplication_count, parameter_count
from examgen.oracle.elsewhere import attempt_elsewhere
from examgen.oracle.kept import Kept
from examgen.oracle.libraries import libraries, load, turn
from examgen.oracle.receptive import extents, uses
from examgen.oracle.refusal import OracleError, Refused, kept, refused, said
from examgen.oracle.running import Run
from examgen.oracle.together import SharedTensor, Together
from examgen.oracle.wiring import Wired, wired_for

if TYPE_CHECKING:
    import numpy as np

Answers = dict[Observable, Array]


@dataclass(frozen=True)
class Request:
    """A network and what is asked of it."""

    network: Network
    observables: tuple[Observed, ...]


def observe(requests: Sequence[Request]) -> list[Answers]:
    """Run every network and report what was asked, in the order of the requests.

    Raises:
        OracleError: Keras cannot build or run one of the networks.
    """
    outcomes = attempt(requests)
    for outcome in outcomes:
        if isinstance(outcome, OracleError):
            raise outcome
    return outcomes  # type: ignore[return-value]


def attempt(requests: Sequence[Request]) -> list[Answers | OracleError]:
    """Like `observe`, but a network that Keras refuses yields its `OracleError` and stops no other."""
    if (elsewhere := attempt_elsewhere()) is not None:
        return elsewhere(requests) if requests else []
    groups: dict[object, list[int]] = defaultdict(list)
    for index, request in enumerate(requests):
        groups[request.network.structure, request.observables].append(index)
    answers: list[Answers | OracleError] = [{} for _ in requests]
    with turn, garbage.seldom_collected():  # as often as usual, it takes a fifth of the time
        if requests:
            load()  # a machine without Keras is no refusal of Keras's
        together = Together()
        waiting: list[tuple[int, _Group, dict[str, SharedTensor]]] = []
        for key, indices in groups.items():
            turn.check()
            members = [requests[index] for index in indices]
            group = _group_of(key, members[0])
            if isinstance(group, OracleError):
                outcomes: list[Answers | OracleError] = [group] * len(members)
            elif group.run is not None:
                outcomes = _run(group, group.run, members)
            else:
                outcomes = [dict(group.common) for _ in members]
                if group.wired is not None:
                    tensors = together.add(group.wired, [member.network for member in members])
                    waiting += zip(indices, [group] * len(members), tensors, strict=True)
            for index, outcome in zip(indices, outcomes, strict=True):
                answers[index] = outcome
        together.run()
        for index, group, found in waiting:
            answers[index] = _with_values(group, found)
    return answers


@dataclass(frozen=True)
class _Group:
    """What all networks of one structure have in common: the answers that depend on no number, and how the rest is run.

    Attributes:
        wired: the network, where its numbers are needed.
        values: the tensors that are asked for, where nothing else depends on numbers.
        run: how they are run where gradients are asked for, or training.
    """

    common: Answers
    wired: Wired | None = None
    values: tuple[Value, ...] = ()
    run: Run | None = None


_groups: Kept[object, _Group] = Kept(
    64_000_000, lambda group: 5_000 + (2_000 if group.wired else 0) + (group.run.size if group.run else 0)
)


def _group_of(key: object, member: Request) -> _Group | OracleError:
    """What the networks of a group have in common, or why there is no answer for any of them."""
    if (group := _groups.get(key)) is not None:
        return group
    try:
        with refused("build this network"):
            return _groups.put(key, _group(member))
    except OracleError as error:
        return kept(error)


def _run(group: _Group, run: Run, members: Sequence[Request]) -> list[Answers | OracleError]:
    """Run networks of one structure; where that fails, in halves: the numbers of one stop no other."""
    try:
        stacked = {
            name: libraries().np.asarray([member.network.arrays[name] for member in members], dtype="float64")
            for name in run.arrays
        }
        columns = [_nested(column) for column in run.many(stacked)]
    except OracleError as error:
        return [kept(error)] * len(members)
    except Exception as error:  # TensorFlow raises of every type when it runs
        if (half := len(members) // 2) > 0:
            return _run(group, run, members[:half]) + _run(group, run, members[half:])
        return [Refused(f"Keras cannot run this network: {said(error)}")]
    return [{**group.common, **dict(zip(run.observables, row, strict=True))} for row in zip(*columns, strict=True)]


def _with_values(group: _Group, tensors: Mapping[str, SharedTensor]) -> Answers | OracleError:
    """The answers of a network whose tensors have been worked out."""
    try:
        return {
            **group.common,
            **{asked: _frozen(tensors[asked.name].known.astype("float64")) for asked in group.values},
        }
    except OracleError as error:
        return kept(error)


def _group(request: Request) -> _Group:
    seen = wired_for(request.network, request.observables)
    numeric = [o for o in request.observables if isinstance(o, Value | Gradient | AfterStep)]
    used = [o for o in request.observables if isinstance(o, PixelUse)]
    fields = [o for o in request.observables if isinstance(o, ReceptiveField)]
    common: Answers = {
        **{o: _common(seen, o) for o in request.observables if o not in {*numeric, *used, *fields}},
        **(dict(zip(used, map(_frozen, uses(seen.network, used)), strict=True)) if used else {}),
        **(dict(zip(fields, extents(seen, fields), strict=True)) if fields else {}),
    }
    if not numeric:
        return _Group(common)
    if unknown := [name for name, array in seen.network.arrays.items() if isinstance(array, Input)]:
        raise OracleError(f"{numeric[0]} needs numbers, but only the shape of {unknown[0]!r} is known")
    if bare := [node for node, sizes in seen.nodes if sizes.weights and not node.weights]:
        raise OracleError(f"{numeric[0]} needs numbers, but {bare[0].layer} was given no weights")
    values = tuple(o for o in numeric if isinstance(o, Value))
    if len(values) == len(numeric):
        return _Group(common, seen, values)
    return _Group(common, run=Run(seen, numeric))


def _common(seen: Wired, observable: Observed) -> Array:
    """What depends on the structure of a network alone."""
    match observable:
        case OutputShape(name, None):
            return seen.shapes[name]
        case OutputShape(name, int(axis)):
            return seen.length(name, axis)
        case Parameters(names, trainable):
            return parameter_count(seen, names, trainable=trainable)
        case Multiplications(names):
            return multiplication_count(seen, names)
    raise TypeError(f"{observable} depends on the numbers of a network")


def _nested(values: np.ndarray) -> tuple[Array, ...]:
    """An array as nested tuples, one for each network of a group."""
    return tuple(_frozen(value) for value in values)


def _frozen(values: np.ndarray) -> Array:
    """An array as nested tuples."""
    return _as_tuples(values.tolist())


def _as_tuples(value: Scalar | list[Any]) -> Array:
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value
