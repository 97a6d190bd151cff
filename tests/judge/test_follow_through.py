"""Over every question with several asks: a mistake costs the points of its ask, and no others."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from examgen.answers import AnswerType
from examgen.answers.spelling import places
from examgen.arrays import Array, elementwise
from examgen.bank.bank import Bank
from examgen.judge import Rules, Verdicts, Work, judge, read_answer
from examgen.question.draw import derive_key
from examgen.question.question import Question
from examgen.question.selection import candidates
from examgen.verify import witness

BANK = Bank()
NUMERIC = {"integer", "real", "vector", "matrix", "tensor", "shape"}
DRAWS = 2

# What a reader of every question with several asks found: who works rightly gets these from the ones before.
BUILDS_ON: dict[str, dict[str, tuple[str, ...]]] = {
    "architecture.activation_memory": {"values": ("first",), "memory": ("values",)},
    "architecture.densenet": {"total": ("depth",), "trainable": ("total",)},
    "architecture.design_network": {"count": ("length",)},
    "architecture.mobilenet": {"total": ("A", "B", "C", "D")},
    "architecture.residual_block": {"f": ("h",), "y": ("f",)},
    "architecture.resnet": {"total": ("first",), "trainable": ("total",)},
    "architecture.trend": {"y": ("which",)},
    "augmentation.crop_count": {"places": ("crop",), "mirrored": ("places",)},
    "augmentation.dataset_size": {"stored": ("mirrored",), "steps": ("stored",)},
    "augmentation.mirror_rotate": {"x2": ("x1",)},
    "convolution.bottleneck": {"ratio": ("direct", "narrow", "wide")},
    "convolution.depthwise_separable": {
        "plain_macs": ("depthwise", "plain_weights"), "macs": ("depthwise", "weights"), "part": ("plain_macs", "macs"),
    },
    "convolution.im2col": {"weights": ("rows",), "product": ("rows", "weights"), "factor": ("rows",), "whole": ("factor",)},
    "convolution.inverted_residual": {
        "depthwise": ("expanded",), "projected": ("depthwise",), "weights": ("expanded",),
        "macs": ("expanded", "depthwise", "projected"),
    },
    "convolution.multiplications": {"macs": ("z",)},
    "convolution.output_volume": {"numbers": ("z",)},
    "convolution.parameter_count_stack": {"total": ("c1", "c2")},
    "convolution.shifted_signal": {"p": ("z",), "z_shifted": ("z",), "p_shifted": ("z_shifted",)},
    "convolution.stacked_small_kernels": {"single": ("field",)},
    "convolution.template_match": {"best": ("scores",)},
    "convolution.versus_dense": {"ratio": ("convolution", "dense")},
    "convolution.volume_feature_map": {"a": ("z",)},
    "dense.as_convolution": {"count": ("kernel", "filters"), "larger_map": ("kernel", "filters")},
    "dense.dead_relu": {"w_new": ("z",), "b_new": ("z",), "z_after": ("w_new", "b_new")},
    "dense.flatten_length": {"p2": ("p1",), "length": ("p2",)},
    "dense.forward": {"a": ("z",)},
    "pooling.conv_relu_pool": {"a": ("z",), "p": ("a",)},
    "pooling.output_volume": {"loss": ("p",)},
    "recurrent.bidirectional_states": {"both": ("ahead", "back")},
    "recurrent.embedding_model": {"total": ("embedding", "layer1", "dense")},
    "recurrent.forget_gate_memory": {"slope": ("c",)},
    "recurrent.gate_sizes": {"matrix": ("concatenated", "gate"), "all_gates": ("matrix",)},
    "recurrent.gru_parameters": {"count": ("simple",), "classic": ("simple",)},
    "recurrent.lstm_parameters": {"count": ("simple",)},
    "recurrent.many_to_many": {"y": ("h",)},
    "recurrent.output_shapes": {"h2": ("h1",), "out": ("h2",)},
    "recurrent.perplexity": {"loss": ("probability",), "perplexity": ("loss",)},
    "recurrent.read_out": {"scores": ("h3",), "p": ("scores",)},
    "recurrent.stacked_parameters": {"total": ("layer1", "layer2", "dense")},
    "recurrent.truncated_bptt": {"truncated": ("parts",), "full": ("parts",)},
    "recurrent.unroll_scalar": {"h2": ("h1",), "h3": ("h2",)},
    "recurrent.weight_sharing": {"recurrent_long": ("recurrent_short",)},
    "recurrent.sampling": {"cumulative": ("p",), "word": ("cumulative",)},
    "softmax.binary_cross_entropy": {"losses": ("p",), "loss": ("losses",)},
    "softmax.cross_entropy": {"losses": ("p",), "loss": ("losses",)},
    "softmax.gradient": {"dw": ("dz",)},
    "softmax.predicted_probabilities": {"loss": ("losses",)},
    "softmax.regression": {"h": ("z",), "label": ("h",)},
    "softmax.shift": {"p": ("exponents",), "log_p": ("p",)},
    "training.batch_normalisation": {"variance": ("mean",), "y": ("mean", "variance")},
    "training.batch_normalisation_parameters": {"trained": ("total",)},
    "training.dense_step": {"slopes": ("prediction",), "updated": ("slopes",)},
    "training.gradient_clipping": {"by_norm": ("norm",)},
    "training.kernel_step": {"updated": ("dk",)},
    "training.learning_curves": {"restored": ("stopped",)},
    "training.steps_per_epoch": {"updates": ("steps",)},
    "transfer.cached_features": {"numbers": ("features",), "size": ("numbers",), "averaged": ("features",)},
    "transfer.new_head": {"trained": ("features",)},
    "transfer.strategy": {"which": ("head",), "trained": ("head", "which")},
    "transfer.unfreeze": {"then": ("first",)},
}  # fmt: skip


def drawn(id_: str, count: int) -> list[Question]:
    keys = (derive_key(b"follow-through", id_, attempt) for attempt in range(500))
    return list(itertools.islice(candidates(BANK.question(id_), keys, {}), count))


def wrong(variant: Question, name: str, value: Array) -> Array | None:
    """A mistake of the size of the key that work can go on from."""
    kind = variant.asks[name].type
    if kind.name == "choice":
        return (value + 1) % len(kind.listed)
    if kind.name not in NUMERIC:
        return None
    return _off(value)


def _off(value: Array) -> Array:
    if isinstance(value, tuple):
        return (_off(value[0]), *value[1:])
    return value + 2 if value != -2 else value + 3


@dataclass(frozen=True)
class Sat:
    """What a student wrote who made one mistake and worked rightly from there."""

    result: witness.Attested
    at: str
    work: Work

    @property
    def typed(self) -> dict[str, str]:
        return {name: answer.text for name, answer in self.work.answers.items()}


def sat(result: witness.Attested) -> Iterator[Sat]:
    """A mistake in the first ask, and in each that another follows, and right work from there by the derivation."""
    variant = result.variant
    first, *_ = variant.asks
    followed = {before for ask in variant.asks.values() for before in ask.upstream}
    for at in (name for name in variant.asks if name == first or name in followed):
        mistake = wrong(variant, at, result.key[at])
        if mistake is None:
            continue
        kind = variant.asks[at].type
        mistake = kind.read(kind.write(mistake)).value  # what stands on the sheet, to as many places as are asked for
        for carried in (mistake, *_with_more_digits(kind, mistake)):
            try:
                derived = variant.derivation({at: carried}).answers
                answers = {name: ask.type.fit(derived[name]) for name, ask in variant.asks.items()} | {at: mistake}
            except (ValueError, ArithmeticError, LookupError):
                continue  # from this mistake the work cannot go on
            read = {name: read_answer(ask.type, ask.type.write(answers[name])) for name, ask in variant.asks.items()}
            yield Sat(result, at, Work(variant, result.key, {}, read))


def _with_more_digits(kind: AnswerType, mistake: Array) -> Iterator[Array]:
    """What a student had in the calculator who wrote down the mistake, rounded."""
    if decimals := getattr(kind, "decimals", 0):
        for part in (0.45, -0.45):
            yield elementwise(lambda number, part=part: number + part * 10.0 ** -places(number, decimals), mistake)


@pytest.fixture(scope="module")
def judged() -> dict[str, list[tuple[Sat, Verdicts]]]:
    """Every question with several asks, sat with every mistake; all networks run in one pass."""
    variants = [variant for id_ in BANK.ids for variant in drawn(id_, DRAWS) if len(variant.asks) > 1]
    students = [one for result in witness.attest(variants, misconceptions=False) for one in sat(result)]
    found: dict[str, list[tuple[Sat, Verdicts]]] = {}
    papers = judge([[one.work] for one in students], Rules(), diagnosis=False)
    for one, (verdicts,) in zip(students, papers, strict=True):
        found.setdefault(one.result.variant.id, []).append((one, verdicts))
    return found


def test_one_mistake_costs_its_own_points_only_in_every_question(judged) -> None:
    assert len(judged) > 60
    twice = [
        f"{witness.reproduction(one.result.variant)} mistake in {one.at}: {one.typed}, lost {lost}"
        for id_ in judged
        for one, verdicts in judged[id_]
        if (lost := {name for name, verdict in verdicts.items() if verdict.share < 1}) - {one.at}
    ]
    assert twice == []


def test_both_witnesses_say_what_follows(judged) -> None:
    alone = {
        f"{id_}: {name} after a mistake in {one.at}"
        for id_ in judged
        for one, verdicts in judged[id_]
        for name, verdict in verdicts.items()
        if verdict.alone or verdict.disputed
    }
    assert sorted(alone) == []


@pytest.mark.parametrize("id_", BUILDS_ON)
def test_an_ask_follows_those_that_it_builds_on(id_) -> None:
    if id_ not in BANK.ids:
        pytest.skip("the bank has changed")
    (variant,) = drawn(id_, 1)
    for name, before in BUILDS_ON[id_].items():
        if name in variant.asks:
            assert {n for n in before if n in variant.asks} <= set(variant.asks[name].upstream), name


def test_only_the_asks_with_a_mistake_are_named() -> None:
    """Two right answers, one wrong one, and what follows from all three."""
    variant = BANK.question("recurrent.unroll_scalar").variant(
        x=(1, 2, 3), wx=1, wh=2, b=0, h0=0, activation="linear"
    )  # 1, 4, 11
    answers = {
        name: read_answer(variant.asks[name].type, text) for name, text in {"h1": "1", "h2": "5", "h3": "13"}.items()
    }
    (((verdicts,),)) = judge([[Work(variant, {"h1": 1, "h2": 4, "h3": 11}, {}, answers)]], Rules(), keras=False)
    assert verdicts["h3"].state == "follow-through"
    assert verdicts["h3"].followed == ("h2",)


SHIFT = {"exponents": "0, -1, -2", "p": "0.500, 0.300, 0.012", "log_p": "-0.693, -1.204, {}"}
"""The last probability is wrong; -4.423 is the logarithm of 0.012, -4.464 that of 0.0115 and -4.382 that of 0.0125."""


@pytest.mark.parametrize(
    ("logarithm", "accepted"),
    [("-4.423", True), ("-4.390", True), ("-4.460", True), ("-4.37", False), ("-4.48", False), ("4.423", False)],
)
def test_a_wrong_value_may_be_carried_on_rounded_or_with_more_digits(logarithm, accepted) -> None:
    variant = BANK.question("softmax.shift").variant(z=(1002, 1001, 1000), y=(2, 1, 0))
    key = {name: ask.type.fit(variant.derivation().answers[name]) for name, ask in variant.asks.items()}
    typed = {**SHIFT, "log_p": SHIFT["log_p"].format(logarithm)}
    answers = {name: read_answer(variant.asks[name].type, text) for name, text in typed.items()}
    (((verdicts,),)) = judge([[Work(variant, key, {}, answers)]], Rules(), keras=False, diagnosis=False)
    assert (verdicts["log_p"].share == 1) is accepted, verdicts["log_p"]


def test_the_places_that_were_written_are_those_that_count() -> None:
    """Who writes 0.0120 says more than who writes 0.012."""
    variant = BANK.question("softmax.shift").variant(z=(1002, 1001, 1000), y=(2, 1, 0))
    key = {name: ask.type.fit(variant.derivation().answers[name]) for name, ask in variant.asks.items()}
    typed = {**SHIFT, "p": "0.5000, 0.3000, 0.0120", "log_p": SHIFT["log_p"].format("-4.390")}
    answers = {name: read_answer(variant.asks[name].type, text) for name, text in typed.items()}
    (((verdicts,),)) = judge([[Work(variant, key, {}, answers)]], Rules(), keras=False, diagnosis=False)
    assert verdicts["log_p"].share < 1


def test_from_a_negative_pre_activation_no_weight_is_updated() -> None:
    """Who has z < 0 in front of ReLU has the gradient 0, and rightly leaves the weights and the bias as they are."""
    (variant,) = drawn("dense.dead_relu", 1)
    key = {name: ask.type.fit(variant.derivation().answers[name]) for name, ask in variant.asks.items()}
    before = [array.tolist() if hasattr(array, "tolist") else array for array in (variant.w, variant.b)]
    weights, bias = (", ".join(map(str, each)) if isinstance(each, (list, tuple)) else str(each) for each in before)
    typed = {"z": "-1", "w_new": weights, "b_new": bias}
    answers = {name: read_answer(variant.asks[name].type, text) for name, text in typed.items()}
    (((verdicts,),)) = judge([[Work(variant, key, {}, answers)]], Rules(), diagnosis=False)
    assert verdicts["z"].share < 1
    assert verdicts["w_new"].share == verdicts["b_new"].share == 1, verdicts


def test_a_random_number_above_all_cumulative_probabilities_samples_the_last_word() -> None:
    """A student who does not divide by the sum of the kept probabilities can get there; both witnesses agree on the word."""
    pins = {"words": ("a", "b", "c", "d"), "p": (0.4, 0.3, 0.2, 0.1), "k": 2, "u": 0.9}
    variant = BANK.question("recurrent.top_k_sampling").variant(pins)
    given = {"kept": (0.4, 0.3, 0, 0)}
    assert variant.asks["word"].of.value(variant, given) == variant.derivation(given).answers["word"] == 3
