"""How students write true values, and what must not be read as one: a corpus made without a line of the readers' code.

Each writing is a text for one answer type, with the value that a person would take it for, or nothing where a person would ask.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

Value = Any
Numbers = list[float]


@dataclass(frozen=True)
class Writing:
    """A text.

    Attributes:
        type: the answer type that it is written for.
        kind: in which way it is written.
        value: what it means; ``None`` where it must not be read.
    """

    type: str
    kind: str
    text: str
    value: Value = None


# numbers --------------------------------------------------------------------------------------------------------------

INTEGERS = (
    0,
    1,
    5,
    7,
    28,
    42,
    64,
    100,
    156,
    224,
    608,
    999,
    1000,
    1024,
    4704,
    9216,
    12000,
    61706,
    61000,
    138357544,
    3_000_000,
    24_883_200,
)
REALS = (
    0.5,
    0.125,
    -0.46,
    2.5,
    12.75,
    -3.2,
    0.07,
    1234.5,
    0.002,
    98.6,
    -17.25,
    3.14,
    41.0,
    7.0,
    0.9,
    5.04,
    10.5,
    61706.25,
    -0.5,
)
LABELS = (
    "{}", "= {}", "n = {}", "N={}", "x: {}", "answer: {}", "Answer = {}", "The answer is {}", "the answer is: {}", "Result: {}", "h1 = {}",
    "h_1 = {}", "$h_1 = {}$", "W_x^{{(1)}} = {}", "y[0,:]: {}", "h₁ = {}", "ŷ = {}", "dL/dw = {}", "∂L/∂w = {}", "P(y=1) = {}", "L(w) = {}",
    "a) {}", "(a) {}", "2b) {}", "-> {}", "→ {}", "=> {}", "so {}", "I get {}", "We get {}", "it is {}", "my answer is {}", "output = {}",
    "value: {}", "f(3) = {}", "loss = {}", "Final answer: {}", "Ans: {}", "The result is {}.", "θ = {}", "σ(z) = {}", "x1 = {}", "s' = {}",
    "step 2: {}", "a^{{[1]}} = {}", r"\hat{{y}} = {}", r"\mathbf{{w}} = {}", "#params = {}", "therefore {}", "equals {}", "tanh(0.5) = {}",
)  # fmt: skip
WRAPPERS = (
    "{}", " {} ", "{}.", "{},", "{};", '"{}"', "'{}'", "“{}”", "‘{}’", "„{}“", "«{}»", "`{}`", "**{}**", "__{}__", "*{}*", "({})", "[{}]", "[[{}]]",
    "${}$", "$${}$$", r"\({}\)", r"\[{}\]", r"\boxed{{{}}}", r"$\boxed{{{}}}$", r"\mathbf{{{}}}", "{}\n", "\n{}", "\t{}", "\u200b{}\ufeff", "\u00a0{}",
    "{}\u00a0", "\u200e{}", "{} ", "  {}", "• {}", "* {}", "{{{}}}",
)  # fmt: skip
NEAR = (
    "≈ {}",
    "~{}",
    "approx. {}",
    "approximately {}",
    "about {}",
    "ca. {}",
    "{} (rounded)",
    "{} rounded",
    "{} (approx.)",
    r"\approx {}",
    "h = approx. {}",
    "≈{}",
)
COUNTED = (
    "params", "parameters", "weights", "pixels", "px", "values", "neurons", "units", "MACs", "multiplications", "trainable parameters",
    "parameters in total", "channels", "steps", "epochs", "filters", "bytes", "feature maps", "FLOPs", "images", "cells",
)  # fmt: skip


def decimal(value: float) -> str:
    """A number with a point, as Python would write it."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text or "0"


def grouped(value: float, mark: str, point: str = ".") -> str:
    """A number with its digits grouped."""
    whole, _, part = decimal(abs(value)).partition(".")
    groups = f"{int(whole):,}".replace(",", mark)
    return ("-" if value < 0 else "") + groups + (point + part if part else "")


def comma(value: float) -> str:
    return decimal(value).replace(".", ",")


def script(value: int, digits: str) -> str:
    return str(value).translate(str.maketrans("0123456789-", digits))


def may_be_grouped(text: str) -> bool:
    """Whether a number with a comma may be a whole one with its digits grouped: 24,125."""
    whole, _, part = text.lstrip("-").partition(",")
    return not part or (len(part) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0")


SUPERS, FULL, ARABIC = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "０１２３４５６７８９－", "٠١٢٣٤٥٦٧٨٩-"


def spellings(value: float) -> Iterator[tuple[str, str]]:
    """How one number is spelled, beside the way: everything that no one could take for another number."""
    plain = decimal(value)
    yield "plain", plain
    yield "minus sign", plain.replace("-", "−")
    yield "en dash", plain.replace("-", "–")
    yield "soft hyphen", plain.replace("-", "\u00ad")
    yield "spaced sign", plain.replace("-", "- ")
    yield "full width", plain.replace(".", "．").translate(str.maketrans("0123456789-", FULL))
    yield "other digits", plain.translate(str.maketrans("0123456789-", ARABIC))
    if value > 0:
        yield "plus", f"+{plain}"
    if "." in plain:
        yield "trailing zero", f"{plain}0"
        if plain.lstrip("-").startswith("0."):
            yield "no zero", plain.replace("0.", ".", 1)
        if len(plain.partition(".")[2]) != 3 or plain.lstrip("-").startswith("0."):
            yield "decimal comma", comma(value)
            yield "decimal comma in TeX", decimal(value).replace(".", "{,}")
    else:
        yield "point zero", f"{plain}.0"
        yield "point", f"{plain}."
    digits = plain.replace(".", "").lstrip("-0")
    exponent = (
        len(plain.lstrip("-").partition(".")[0].lstrip("0")) - 1
        if abs(value) >= 1
        else -(len(plain.partition(".")[2]) - len(digits)) - 1
    )
    if digits:
        mantissa = (
            ("-" if value < 0 else "") + digits[0] + ("." + digits[1:].rstrip("0") if digits[1:].rstrip("0") else "")
        )
        power = r"^{" + str(exponent) + "}"
        yield "e", f"{mantissa}e{exponent}"
        yield "E", f"{mantissa}E{exponent:+03d}"
        yield "times ten", f"{mantissa}×10^{exponent}"
        yield "times ten spaced", f"{mantissa} x 10^{exponent}"
        yield "times ten raised", f"{mantissa}·10{script(exponent, SUPERS)}"
        yield "times ten in TeX", rf"{mantissa} \cdot 10{power}"
        yield "times ten in code", f"{mantissa}*10**({exponent})"
        if len(mantissa.partition(".")[2]) != 3:
            yield "times ten with a comma", f"{mantissa.replace('.', ',')} · 10^{exponent}"
    if abs(value) >= 10_000 and ("." in plain or value == int(value)):
        for name, mark in (
            ("space", " "),
            ("narrow space", "\u202f"),
            ("thin space", "\u2009"),
            ("apostrophe", "'"),
            ("curly apostrophe", "’"),
        ):
            yield f"grouped by {name}", grouped(value, mark)
        yield "grouped in TeX", grouped(value, r"\,")
        if "." in plain:
            yield "grouped by comma", grouped(value, ",")
            yield "grouped by point", grouped(value, ".", ",")
    yield "numpy", f"np.float64({plain})"
    yield "tensor", f"tf.Tensor({plain}, shape=(), dtype=float32)"
    yield "printed tensor", f"<tf.Tensor: shape=(), dtype=float32, numpy={plain}>"
    yield "torch", f"tensor({plain})"
    yield "jax", f"Array({plain}, dtype=float32, weak_type=True)"
    yield "keras output", f"[[{plain}]]"
    yield "array", f"array([[{plain}]], dtype=float32)"


def of_integer(rng: random.Random, value: int) -> Iterator[tuple[str, str]]:
    yield from spellings(value)
    text = str(value)
    for pattern in LABELS:
        yield f"label {pattern}", pattern.format(text)
    for pattern in WRAPPERS:
        yield f"wrapper {pattern!r}", pattern.format(text)
    for pattern in NEAR:
        yield f"about {pattern}", pattern.format(text)
    for unit in COUNTED:
        yield f"unit {unit}", f"{text} {unit}"
    for unit in ("params", "px", "MACs"):
        yield f"tight unit {unit}", f"{text}{unit}"
    yield from (
        ("sentence", f"There are {text} parameters."),
        ("sentence", f"The layer has {text} parameters in total."),
        ("sentence", f"It has {text} weights"),
        ("sentence", f"number of parameters: {text}"),
        ("sentence", f"The number of parameters is {text}"),
        ("in parentheses", f"{text} (weights + biases)"),
        ("in parentheses", f"{text} (with bias)"),
        ("in total", f"{text} in total"),
        ("unit in TeX", rf"{text}\,\text{{px}}"),
        ("wrapped twice", f"**`{text}`**"),
        ("label and wrapper", f"n = **{text}**"),
        ("label and wrapper", f'"answer: {text}"'),
        ("label and unit", f"params = {text} parameters."),
    )
    if value:
        yield "fraction", f"{value * 3}/3"
    if value >= 1000:
        yield "grouped", f"{value:,}"
        yield "underscore", f"{value:_}"
        yield "grouped in TeX", f"{value:,}".replace(",", "{,}")
        yield "summary", f"Total params: {value:,} ({value * 4 / 1024:.2f} KB)"
        yield "summary", f"Trainable params: {value:,} ({value * 4 / 1024**2:.2f} MB)"
        yield "grouped with a unit", f"{value:,} parameters"
        yield "grouped with a label", f"total = {value:,}"
        yield "grouped with a full stop", f"{value:,}."
    if value >= 1_000_000:
        yield "grouped by points", f"{value:,}".replace(",", ".")
    if value and value % 1000 == 0:
        yield "k", f"{value // 1000}k"
        yield "K", f"{value // 1000} K"
        yield "thousand", f"{value // 1000} thousand"
    if value and value % 10**6 == 0:
        yield "M", f"{value // 10**6}M"
        yield "million", f"{value // 10**6} million"
        yield "million with a unit", f"{value // 10**6} million parameters"


def not_integers() -> Iterator[tuple[str, str]]:
    for text in (
        "42 or 43", "42-43", "40–44", "not 42", "42?", "42 43", "42, 43", "42; 43", "42/0", "x", "n", "a lot", "< 42", "> 42", "≤ 42", "at most 42",
        "less than 42", "±42", "1:2", "42 %", "42 MB", "42 KB", "42!", "2 x 21", "6*7", "40+2", "42a", "0x2A", "1.024", "24.883", "1,024·10^3",
        "weights: 150, bias: 6", "150 weights, 6 biases", "150 + 6", "150 weights and 6 biases", "Total params: 156\nTrainable params: 156\nNon-trainable params: 0",
        "input 3, output 5", "h1: 5, h2: 7", "42 e", "4,2,0", "1,00,000", "1,0000", "1.2.3", "1,2.3,4", "42 per filter", "42 each", "42 or so?", "n + 1",
        "√2", "5²", "2^10", "inf", "nan", "∞", "None", "true", "--42", "+-42", "42-", "1e9999", "1e", "e5", "(42", "42)", "[42", "42]", '"42', "42\x00",
        "4\u200b2", "\u202e24", "42\n43", "1/2/3", "1 1/2", "1½", "five hundred", "42 minus", "half of 84", "twice 21", "42 squared",
        "42 dozen", "42m", "42 bits", "42 seconds", "between 40 and 44", "40 to 44", "42 instead of 41", "was 41, now 42", "~~41~~ 42", "4̶1̶ 42", "1 000 00",
        "1'00", "42 = 43", "1/3 = 0.5", "without bias 42, with bias 50", "100k-200k", "5·10", "$42", "42 € ", "３．１．４", "０ｘ２Ａ", "42 maybe 43",
    ):  # fmt: skip
        yield "no integer", text


def of_real(rng: random.Random, value: float) -> Iterator[tuple[str, str]]:
    yield from spellings(value)
    text = decimal(value)
    for pattern in LABELS:
        yield f"label {pattern}", pattern.format(text)
    for pattern in WRAPPERS:
        yield f"wrapper {pattern!r}", pattern.format(text)
    for pattern in NEAR:
        yield f"about {pattern}", pattern.format(text)
    if "." in text and (len(text.partition(".")[2]) != 3 or text.lstrip("-").startswith("0.")):
        for pattern in ("h = {}", "{}.", "({})", '"{}"', "≈ {}", "answer: {}", "{} px"):
            yield f"comma in {pattern}", pattern.format(comma(value))
    for unit in ("pixels", "px", "units"):
        yield f"unit {unit}", f"{text} {unit}"
    exact = Fraction(text)
    if exact.denominator > 1:
        for above, below in ((exact.numerator, exact.denominator),):
            sign = "-" if above < 0 else ""
            yield "fraction", f"{above}/{below}"
            yield "spaced fraction", f"{above} / {below}"
            yield "fraction in TeX", rf"{sign}\frac{{{abs(above)}}}{{{below}}}"
            yield "fraction below", f"{-above}/-{below}"
            yield "fraction in parentheses", f"({above}/{below})"
            yield "labelled fraction", f"h = {above}/{below}"
            yield "fraction and decimals", f"{above}/{below} = {text}"
            yield "divided", f"{above} ÷ {below}"
        yield "fraction of decimals", f"{decimal(value * 2)}/2"
    if exact == Fraction(1, 2):
        yield "half", "½"
        yield "half in TeX", r"\frac12"
    yield "share in per cent", f"{decimal(value * 100)} %"
    yield "to places", f"{text} (2 d.p.)"
    yield "digits go on", f"{text}..." if "." in text else text


def not_reals() -> Iterator[tuple[str, str]]:
    for text in (
        "1,000", "2,125", "2,125.", "1,024", "-3,875", "h = 1,346", "12,345", "1,5 or 1,6", "0.5-0.6", "0.5 0.6", "0.5, 0.7", "h1: 0.5, h2: 0.7", "0,5,0,7",
        "1 1/2", "1½", "½3", "3*0.5", "sqrt(2)", "e^-1", "ln 2", "0.(3)", "0.5 ± 0.1", "±0.5", "0.5 MB", "> 0.5", "0.5?", "x = 0.5 or 0.6", "0.5 = 0.6",
        "1/0", "nan", "-inf", "0.5 %%", "50 % or 60 %", "0.5!", "0..5", "0.5.1", "0.5e", "1e-999999999", "1/2/3", "1.5x10-3", "1.5 x 10 -3", "0.5 minus",
        "between 0.4 and 0.5", "0.5\n0.6", "1.2k", "3M", "1,2,3", "5,000,00", "0 5", "0. 5", "not 0.5", "0.5 or less", "0.5 each", "[0.5", "0.5]", "(0.5",
    ):  # fmt: skip
        yield "no real", text


PERCENTAGES = (75.2, 50.0, 12.5, 0.4, 99.9, 33.3, 7.0, 41.8)


def of_percentage(rng: random.Random, value: float) -> Iterator[tuple[str, str]]:
    text = decimal(value)
    for pattern in (
        "{}", "{}%", "{} %", "{} per cent", "{} percent", "{}\u202f%", "{}\u00a0%", r"{}\%", r"${}\%$", "{} pct", "≈ {} %", "about {}%", "({} %)", '"{}%"',
        "{}%.", "decrease: {} %", "it is {} %", "The answer is {} per cent.", "**{}%**", "p = {} %", "{}％", "[{}%]", "-> {}%", "{} % (rounded)",
    ):  # fmt: skip
        yield f"per cent {pattern}", pattern.format(text)
        if "." in text:
            yield f"per cent with a comma {pattern}", pattern.format(comma(value))


# shapes ---------------------------------------------------------------------------------------------------------------

SHAPES = (
    (28, 28, 6),
    (14, 14, 16),
    (7, 5, 3),
    (4704,),
    (112, 112, 64),
    (10,),
    (3, 4),
    (55, 55, 96),
    (8, 8, 8, 2),
    (224, 224, 3),
    (1, 1, 512),
    (12, 288),
    (30, 7),
)


def of_shape(rng: random.Random, sizes: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    words = [str(size) for size in sizes]
    listed = ", ".join(words)
    crossed = " x ".join(words)
    for mark in ("x", " x ", "X", " X ", "×", " × ", "*", " * ", "·", " by ", r" \times ", " ✕ ", "×  "):
        if len(sizes) > 1:
            yield f"crossed by {mark!r}", mark.join(words)
    several = all(len(word) == 3 for word in words[1:]) and len(words) > 1  # 12 288 may be one size
    if len(sizes) > 1 and not several:
        for mark in (",", " ", "  ", "\t", "\n"):
            yield f"listed by {mark!r}", mark.join(words)
    if len(sizes) > 1:
        for mark in ("; ", ", ", ";"):
            yield f"listed by {mark!r}", mark.join(words)
    tail = "," if len(sizes) == 1 else ""
    for pattern in (
        "({})", "[{}]", "torch.Size([{}])", "TensorShape([{}])", "shape=({})", "output shape: ({})", "y.shape = ({})", "(None, {})", "[None, {}]",
        "TensorShape([None, {}])", "[(None, {})]", "(?, {})", "(batch, {})", "(batch_size, {})", "(N, {})", "(B, {})", "(m, {})", "(-1, {})", "shape = (None, {})",
        "the output shape is ({})", "Output shape: (None, {})", "tf.TensorShape([None, {}])", "output ({})", "(n, {})",
        "<KerasTensor shape=(None, {}), dtype=float32, sparse=False, name=keras_tensor>", "`({})`", "**({})**", '"({})"', "({}).", "= ({})", "-> ({})", "$({})$",
    ):  # fmt: skip
        inner = listed + (tail if pattern.count("(") + pattern.count("[") == 1 and "None" not in pattern else "")
        yield f"printed {pattern}", pattern.format(inner)
    if len(sizes) > 1:
        for pattern in (
            "{}.", "{},", "{};", "'{}'", '"{}"', "`{}`", "**{}**", "${}$", r"\({}\)", "({})", "[{}]", "output shape: {}", "shape = {}", "The output shape is {}.", "-> {}",
            "None x {}", "? x {}", "N x {}", "batch x {}", "a {} volume", "a {} tensor", "{} (without the batch axis)", "the answer is {}", "it is {}", "output: {}",
            "\u00a0{}\u200b", "size: {}", "a) {}", "so {}",
        ):  # fmt: skip
            yield f"crossed in {pattern}", pattern.format(crossed)
        yield "full width", crossed.translate(str.maketrans("0123456789x", "０１２３４５６７８９ｘ"))
        yield "braces", "{" + listed + "}"
        yield "TeX", "$" + r" \times ".join(words) + "$"
    if len(sizes) == 3:
        h, w, c = sizes
        yield from (
            ("labelled", f"H: {h}, W: {w}, C: {c}"),
            ("labelled", f"H={h}, W={w}, C={c}"),
            ("labelled", f"h = {h}; w = {w}; c = {c}"),
            ("labelled", f"height {h}, width {w}, channels {c}"),
            ("labelled", f"height: {h}\nwidth: {w}\nchannels: {c}"),
            ("labelled", f"n_H = {h}, n_W = {w}, n_C = {c}"),
            ("labelled behind", f"{h} (height) x {w} (width) x {c} (channels)"),
            ("channels first", f"{c}@{h}x{w}"),
            ("channels of", f"{c} channels of {h}x{w}"),
            ("channels of", f"{c} feature maps of size {h} x {w}"),
            ("with channels", f"{h} x {w} with {c} channels"),
            ("with channels", f"{h}x{w}, {c} channels"),
            ("with channels", f"{h}x{w}x{c} channels"),
        )
    if len(sizes) == 1:
        yield "one size", words[0]
        yield "one size", f"{words[0]} values"
        yield "one size", f"a vector of length {words[0]}"
        yield "one size", f"shape: {words[0]}"


def not_shapes() -> Iterator[tuple[str, str]]:
    for text in (
        "a square", "28.5x3", "0x3", "28x", "x28", "(28, , 6)", "(None,)", "(28, None)", "28x28, 6", "(28, 28", "28, 28)", "shape=(1, 2), shape=(3, 4)",
        "input_shape=(28,28,3), output: 26x26x8", "12,288", "12 288", "64,128,256", "28x28x6 or 26x26x6", "28x28x6 -> 14x14x6", "not 28x28", "28x28x6?", "C=6, H=28, W=28",
        "28x28x?", "28-28-6", "28/28/6", "28+28+6", "W: 28, W: 28, C: 6", "28x28x6x", "[28, 28, 6)", "28.0 x 28.0", "28 x -28", "n x n x 6", "28xx28", "h x w x c",
        "28x28 x6 x", "input 28x28x3, output 26x26x6", "28x28x3 and 26x26x6", "99999999999999999999 x 3", "(28, 28, 6), (14, 14, 6)", "28x28;6", "28 28, 6", "²⁸x28",
    ):  # fmt: skip
        yield "no shape", text


# arrays ---------------------------------------------------------------------------------------------------------------

ROWS: tuple[Numbers, ...] = (
    [1, 2, 3], [0, 5, -2], [4, 0, 0, 1], [7], [-1, -2], [10, 20, 30, 40], [3, 1, 4, 1, 5], [12, 7], [6, -6, 6], [100, 7, 35], [2, 4, 6, 8, 10, 12], [9, 11],
)  # fmt: skip
PARTS: tuple[Numbers, ...] = (
    [0.5, 0.25], [0.1, 0.2, 0.7], [-0.46, 0.97, 0.5], [1.5, -2.25, 3.75], [0.12, 0.05, 0.83], [12.5, 0.5], [0.9], [-1.5, 0.5, 2.5, -3.5], [0.01, 0.99], [2.25, 0.75, 1.5],
)  # fmt: skip
GRIDS: tuple[tuple[Numbers, ...], ...] = (
    ([1, 2], [3, 4]), ([0, -1, 2], [3, 4, -5]), ([1, 0, 1], [0, 1, 0], [1, 0, 1]), ([5, 6], [7, 8], [9, 10]), ([12, 7, 30], [4, 0, 5]), ([-1, -2], [-3, -4]),
    ([2, 4, 6, 8], [1, 3, 5, 7]), ([11, 20], [35, 41]),
)  # fmt: skip
PARTED: tuple[tuple[Numbers, ...], ...] = (
    ([0.5, 1.5], [2.25, -3.5]), ([5.75, 8.5], [5.25, 5.5]), ([0.1, 0.2, 0.7], [0.3, 0.3, 0.4]), ([-0.5, 0.25], [1.75, 0.5], [2.5, -1.25]), ([4.5, 7.25, 6.5], [3.25, 1.5, 0.5]),
)  # fmt: skip


def numpy_row(row: Numbers) -> str:
    return " ".join(decimal(x) + ("." if x == int(x) else "") for x in row)


def of_row(rng: random.Random, row: Numbers) -> Iterator[tuple[str, str]]:
    plain = [decimal(x) for x in row]
    whole = all(x == int(x) for x in row)
    listed = ", ".join(plain)
    for pattern in (
        "{}", "[{}]", "({})", "{{{}}}", "h = [{}]", "h_1 = ({})", "y: {}", "answer: {}", "The answer is {}", "np.array([{}])", "array([{}])", "array([{}], dtype=float32)",
        "torch.tensor([{}])", "tensor([{}], device='cuda:0')", "tf.constant([{}])", "Array([{}], dtype=float32)", "jnp.array([{}])", "Matrix([{}])", "c({})", "[{}];", "[{}].", "{}.",
        "`[{}]`", "**[{}]**", '"{}"', "'{}'", "“{}”", "$[{}]$", r"\left[{}\right]", r"\left({}\right)", "[[{}]]", "= [{}]", "-> [{}]", "⟨{}⟩", "<{}>", "{} (rounded)", "approx. {}",
        "≈ [{}]", "```\n[{}]\n```", "a) {}", "np.array([[{}]])", "[{}]^T", "[{}]ᵀ", "tensor([{}], requires_grad=True)", "tensor([{}], grad_fn=<TanhBackward0>)", "vec({})", "[{},]",
    ):  # fmt: skip
        yield f"listed in {pattern!r}", pattern.format(listed)
    for mark in (" ", "  ", "\t", "\n", "; ", ";", " | ", "|", " & ", "\n\n", " , ", ";\n"):
        if len(row) > 1 or mark.strip():
            yield f"parted by {mark!r}", mark.join(plain)
    tight = ",".join(plain)
    clear = len(row) > 2 and not (whole and all(len(p.lstrip("-")) == 3 for p in plain[1:])) if whole else True
    if len(row) > 1 and clear and (not whole or len(row) != 2):
        yield "tight commas", tight
    if whole and len(row) > 1:
        yield "tight commas in brackets", f"[{tight}]"
    if not whole:
        yield "tight commas in brackets", f"[{tight}]"
        commas = [comma(x) for x in row]
        certain = not all(may_be_grouped(c) for c in commas)
        sure = all("," in c for c in commas) and len(row) > 1 and certain
        if len(row) > 1 and certain:
            for mark in ("; ", ";", " ", "\n", "\t", " | ", " & "):
                yield f"decimal commas parted by {mark!r}", mark.join(commas)
            yield "decimal commas in brackets", "[" + "; ".join(commas) + "]"
            yield "decimal commas in brackets", "[" + " ".join(commas) + "]"
        if sure:
            yield "decimal commas listed", ", ".join(commas)
            yield "decimal commas listed in brackets", "(" + ", ".join(commas) + ")"
    yield "numpy", "[" + numpy_row(row) + "]"
    yield "keras", "[[" + numpy_row(row) + "]]"
    yield "tensor", "tf.Tensor([" + numpy_row(row) + f"], shape=({len(row)},), dtype=float32)"
    yield "printed tensor", f"<tf.Tensor: shape=({len(row)},), dtype=float32, numpy=array([{listed}], dtype=float32)>"
    yield (
        "variable",
        f"<tf.Variable 'Variable:0' shape=({len(row)},) dtype=float32, numpy=array([{listed}], dtype=float32)>",
    )
    yield "keras variable", f"<Variable path=dense/bias, shape=({len(row)},), dtype=float32, value=[{numpy_row(row)}]>"
    yield "column", "\n".join(f"[{p}]" for p in plain)
    yield "column in brackets", "[" + ", ".join(f"[{p}]" for p in plain) + "]"
    yield "column of MATLAB", "[" + "; ".join(plain) + "]"
    yield "column of MATLAB", "A = [" + "; ".join(plain) + "];"
    yield "column in TeX", r"\begin{bmatrix}" + r" \\ ".join(plain) + r"\end{bmatrix}"
    yield "row in TeX", r"\begin{pmatrix} " + " & ".join(plain) + r" \end{pmatrix}"
    yield "TeX on lines", "$$\n\\begin{bmatrix}\n" + " \\\\\n".join(plain) + "\n\\end{bmatrix}\n$$"
    yield "array in TeX", r"\left( \begin{array}{c} " + r" \\ ".join(plain) + r" \end{array} \right)"
    yield "R", "[1] " + " ".join(plain)
    yield (
        "full width",
        "［" + "，".join(plain).translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－")) + "］"
        if whole
        else f"［{listed}］",
    )
    yield "numbers of numpy", "[" + ", ".join(f"np.float64({p})" for p in plain) + "]"
    if len(row) > 1:
        yield "labelled", ", ".join(f"y{i} = {p}" for i, p in enumerate(plain, 1))
        yield "labelled", ", ".join(f"y_{i}: {p}" for i, p in enumerate(plain, 1))
        yield "labelled", "\n".join(f"h{i} = {p}" for i, p in enumerate(plain, 1))
        yield "labelled", "; ".join(f"class {i}: {p}" for i, p in enumerate(plain))
        yield "labelled", ", ".join(f"{letter}: {p}" for letter, p in zip("abcdefgh", plain, strict=False))
        yield "labelled", ", ".join(f"P({i}) = {p}" for i, p in enumerate(plain))
        yield "labelled", "\n".join(f"x[{i}] = {p}" for i, p in enumerate(plain))
        yield "bullets", "\n".join(f"• {p}" for p in plain)
        yield "bullets", "\n".join(f"* {p}" for p in plain)
        yield "numbered", "\n".join(f"{i}) {p}" for i, p in enumerate(plain, 1))
        yield "and", ", ".join(plain[:-1]) + f" and {plain[-1]}"
        yield "Julia", f"{len(row)}-element Vector{{Float64}}:\n" + "\n".join(f" {p}" for p in plain)
        yield "pandas", "\n".join(f"{i}    {p}" for i, p in enumerate(plain)) + "\ndtype: float64"
        yield "table", "| " + " | ".join(plain) + " |"
        yield "fractions", ", ".join(f"{Fraction(p).numerator}/{Fraction(p).denominator}" for p in plain)
        yield "minus signs", listed.replace("-", "−")
        yield "NumPy wraps", "[" + plain[0] + "\n " + " ".join(plain[1:]) + "]"
        yield "no-break spaces", ",\u00a0".join(plain)
        yield "zero width", "\u200b" + listed + "\u200b"
        yield "JSON", json.dumps(row)
        if len(row) > 2:
            yield "lines of a list", ",\n".join(plain)


def of_grid(rng: random.Random, rows: tuple[Numbers, ...]) -> Iterator[tuple[str, str]]:
    plain = [[decimal(x) for x in row] for row in rows]
    whole = all(x == int(x) for row in rows for x in row)
    nested = "[" + ", ".join("[" + ", ".join(row) + "]" for row in plain) + "]"
    spaced = [" ".join(row) for row in plain]
    for pattern in (
        "{}", "Z = {}", "answer: {}", "np.array({})", "array({})", "torch.tensor({})", "tf.constant({})", "Array({}, dtype=float32)", "Matrix({})", "`{}`", "**{}**", '"{}"', "{}.",
        "{};", "The result is {}", "```\n{}\n```", "${}$", "[{}]", "tensor({}, grad_fn=<MmBackward0>)", "output = {}", "-> {}", "({})",
    ):  # fmt: skip
        yield f"nested in {pattern!r}", pattern.format(nested)
    yield "nested tight", nested.replace(" ", "")
    yield "nested braces", nested.replace("[", "{").replace("]", "}")
    yield "nested parentheses", nested.replace("[", "(").replace("]", ")")
    yield "nested lines", "[\n" + ",\n".join("  [" + ", ".join(row) + "]" for row in plain) + "\n]"
    yield "without outer brackets", nested[1:-1]
    yield "rows in brackets", "\n".join("[" + ", ".join(row) + "]" for row in plain)
    yield "rows in brackets", "\n".join("[" + row + "]" for row in spaced)
    for mark in ("; ", ";", "\n", ";\n", " ;\n", "\n\n", r" \\ ", "\\\\\n"):
        yield f"rows parted by {mark!r}", mark.join(spaced)
    for opening, closing in (("[", "]"), ("(", ")"), ("[ ", " ]"), ("A = [", "];")):
        yield "MATLAB", opening + "; ".join(spaced) + closing
    yield "MATLAB on lines", "[\n" + "\n".join(spaced) + "\n]"
    yield "MATLAB prints", "A =\n\n" + "\n".join("    " + "    ".join(row) for row in plain)
    yield "commas and lines", "\n".join(", ".join(row) for row in plain)
    yield "commas and semicolons", "; ".join(", ".join(row) for row in plain)
    yield "commas and semicolons in brackets", "[" + "; ".join(", ".join(row) for row in plain) + "]"
    yield "lines with commas at their ends", ",\n".join(", ".join(row) for row in plain)
    for mark in ("\t", " | ", " & ", "   "):
        yield f"cells parted by {mark!r}", "\n".join(mark.join(row) for row in plain)
    yield "semicolon CSV", "\n".join(";".join(row) for row in plain)
    yield "table", "\n".join("| " + " | ".join(row) + " |" for row in plain)
    yield (
        "Markdown",
        "| "
        + " | ".join(plain[0])
        + " |\n"
        + "|"
        + "---|" * len(plain[0])
        + "\n"
        + "\n".join("| " + " | ".join(row) + " |" for row in plain[1:]),
    )
    yield (
        "Markdown with an empty head",
        "|"
        + "   |" * len(plain[0])
        + "\n|"
        + "---|" * len(plain[0])
        + "\n"
        + "\n".join("| " + " | ".join(row) + " |" for row in plain),
    )
    heads = "abcdefgh"[: len(plain[0])]
    yield (
        "Markdown with a head",
        "| "
        + " | ".join(heads)
        + " |\n|"
        + "---|" * len(heads)
        + "\n"
        + "\n".join("| " + " | ".join(row) + " |" for row in plain),
    )
    yield "bars", "\n".join(f"| {row} |" for row in spaced)
    tall = ["⎡", *"⎢" * (len(rows) - 2), "⎣"], ["⎤", *"⎥" * (len(rows) - 2), "⎦"]
    yield (
        "tall brackets",
        "\n".join(left + "  ".join(row) + right for left, row, right in zip(tall[0], plain, tall[1], strict=True)),
    )
    for name in ("bmatrix", "pmatrix", "matrix", "Bmatrix", "smallmatrix"):
        yield (
            f"TeX {name}",
            rf"\begin{{{name}}} " + r" \\ ".join(" & ".join(row) for row in plain) + rf" \end{{{name}}}",
        )
    yield "TeX on lines", "\\begin{bmatrix}\n" + " \\\\\n".join(" & ".join(row) for row in plain) + "\n\\end{bmatrix}"
    yield (
        "TeX on lines",
        "$$\n\\begin{bmatrix}\n" + " \\\\\n".join(" & ".join(row) for row in plain) + " \\\\\n\\end{bmatrix}\n$$",
    )
    yield (
        "TeX array",
        r"\left[ \begin{array}{"
        + "c" * len(heads)
        + "} "
        + r" \\ ".join(" & ".join(row) for row in plain)
        + r" \end{array} \right]",
    )
    yield "TeX with a label", r"$Z = \begin{pmatrix}" + r"\\".join("&".join(row) for row in plain) + r"\end{pmatrix}$"
    yield "labelled rows", "\n".join(f"row {i}: {row}" for i, row in enumerate(spaced, 1))
    yield "labelled rows", "\n".join(f"h{i} = [{', '.join(row)}]" for i, row in enumerate(plain, 1))
    yield "numpy", "[" + "\n ".join("[" + numpy_row(row) + "]" for row in rows) + "]"
    yield (
        "tensor",
        "tf.Tensor(\n["
        + "\n ".join("[" + numpy_row(row) + "]" for row in rows)
        + f"], shape=({len(rows)}, {len(heads)}), dtype=float64)",
    )
    yield "array over lines", "array([" + ",\n       ".join("[" + ", ".join(row) + "]" for row in plain) + "])"
    yield "keras", "[[" + "\n  ".join("[" + numpy_row(row) + "]" for row in rows) + "]]"
    yield (
        "keras with channels",
        "[[" + "\n ".join("[" + "\n  ".join(f"[{p}]" for p in row) + "]" for row in plain) + "]]",
    )
    yield (
        "R",
        "     "
        + " ".join(f"[,{i}]" for i in range(1, len(heads) + 1))
        + "\n"
        + "\n".join(f"[{i},]    " + "    ".join(row) for i, row in enumerate(plain, 1)),
    )
    yield (
        "pandas",
        "   "
        + "  ".join(map(str, range(len(heads))))
        + "\n"
        + "\n".join(f"{i}  " + "  ".join(row) for i, row in enumerate(plain)),
    )
    yield "Julia", f"{len(rows)}×{len(heads)} Matrix{{Float64}}:\n" + "\n".join(" " + "  ".join(row) for row in plain)
    yield "minus signs", "; ".join(spaced).replace("-", "−")
    yield "no-break spaces", "\n".join("\u00a0".join(row) for row in plain)
    yield "said back", f"{len(rows)} × {len(heads)} matrix: " + "; ".join(spaced)
    commas = [[comma(x) for x in row] for row in rows]
    if not all(may_be_grouped(cell) for row in commas for cell in row) and not whole:
        for mark in ("; ", "\n", ";"):
            yield f"decimal commas, rows by {mark!r}", mark.join(" ".join(row) for row in commas)
        yield "decimal commas and tabs", "\n".join("\t".join(row) for row in commas)
        yield "decimal commas in a table", "\n".join("| " + " | ".join(row) + " |" for row in commas)
        yield (
            "decimal commas in TeX",
            r"\begin{bmatrix} " + r" \\ ".join(" & ".join(row) for row in commas) + r" \end{bmatrix}",
        )
        yield "decimal commas in brackets", "[" + "; ".join(" ".join(row) for row in commas) + "]"
        if all("," in cell for row in commas for cell in row):
            yield "decimal commas listed", "\n".join(", ".join(row) for row in commas)
            yield "decimal commas nested", "[" + ", ".join("[" + ", ".join(row) + "]" for row in commas) + "]"
        yield "decimal semicolon CSV", "\n".join(";".join(row) for row in commas)


COLUMNS: tuple[Numbers, ...] = ([1, 2, 3], [4, -5], [0, 7, 12, 3])


def of_column(rng: random.Random, column: Numbers) -> Iterator[tuple[str, str]]:
    """A matrix of one column."""
    plain = [decimal(x) for x in column]
    yield "MATLAB", "A = [" + "; ".join(plain) + "];"
    yield "MATLAB", "[" + ";".join(plain) + "]"
    yield "nested", "[" + ", ".join(f"[{p}]" for p in plain) + "]"
    yield "nested with a semicolon", "[" + ",".join(f"[{p}]" for p in plain) + "];"
    yield "TeX", r"\begin{bmatrix} " + r" \\ ".join(plain) + r" \end{bmatrix}"
    yield "TeX array", r"\left[\begin{array}{c}" + r"\\".join(plain) + r"\end{array}\right]"
    yield "keras", "[[" + ", ".join(f"[[{p}]]" for p in plain) + "]]"
    yield "double brackets", "[[" + "; ".join(plain) + "]]"
    yield "lines", "\n".join(plain)
    yield "lines in brackets", "\n".join(f"[{p}]" for p in plain)
    yield "transposed", "[" + " ".join(plain) + "]^T"
    yield "transposed", "[" + ", ".join(plain) + "]ᵀ"


TENSORS = (
    (([1, 2], [3, 4]), ([5, 6], [7, 8])),
    (([0, -1, 2],), ([3, 4, 5],)),
    (([1, 0], [0, 1], [2, 2]), ([3, 5], [-1, 0], [4, 4])),
)


def of_tensor(rng: random.Random, value: tuple[tuple[Numbers, ...], ...]) -> Iterator[tuple[str, str]]:
    nested = json.dumps([[list(row) for row in part] for part in value])
    for pattern in (
        "{}",
        "Z = {}",
        "np.array({})",
        "tf.constant({})",
        "array({})",
        "`{}`",
        "torch.tensor({})",
        "{}.",
        '"{}"',
        "[{}]",
        "answer: {}",
        "Array({}, dtype=int32)",
    ):
        yield f"nested in {pattern!r}", pattern.format(nested)
    yield "tight", nested.replace(" ", "")
    yield "spaces", nested.replace(",", "")
    yield (
        "numpy",
        "["
        + "\n\n ".join("[" + "\n  ".join("[" + numpy_row(list(row)) + "]" for row in part) + "]" for part in value)
        + "]",
    )
    if all(len(part) > 1 for part in value):
        yield "parentheses", nested.replace("[", "(").replace("]", ")")


def not_rows() -> Iterator[tuple[str, str, str]]:
    """What is no list, or may be two: the answer type, the way, the text."""
    for text in (
        "1,,2", "1\t\t3", "\t1\t2", "| 1 | | 3 |", "[1 2", "1 2]", "[1, 2)", "3*[1, 2]", "1 1/2, 2", "1 ... 3", "[1, x]", "1, 2 or 3", "1; 2; ?", "- 0.1\n- 0.2", "– 0.1\n– 0.2", "0,5", "1,234.5",
        "100,200,300", "1,000; 2", "1 000", "[1,000,000]", "0,1,0,2,0,7", "1,\n7,3", "x1 = 1, x3 = 2", "a: 1, c: 2", "cat: 0.1, dog: 0.9", "1, y2 = 2", "[[1, 2], [3, 4]]", "1 2; 3 4",
        "1-2-3", "1 to 3", "not 1, 2, 3", "1.5.2", "[1, 2], 3", "1, 2, nan", "1, 2, inf", "(1, 2", "1 2 3 units each", "1 , , 2", "[]", "-", "[ ]", "1 + 2, 3", "1; ; 2", "0.5 0,5", "1/0, 2",
        "- 1 2 3", "• 1\n2", "1) 5\n3) 6", "[1, 2][0]", "1,2,3...", "1 2 3 ... 9", "1:3", "range(3)", "[1, 2] + [3]", "[1, 2] or [2, 1]", "12.5, 3,5", "1\u20092345, 2", "1, --2",
    ):  # fmt: skip
        yield "vector", "no row", text
    for text in (
        "1 2; 3", "[[1, 2], [3]]", "1,2|3,4", "1,2 3,4", "0,5; 1,5", "1;;2", "1\t\t3\n4\t5\t6", "| 1 | |\n| 3 | 4 |", "[[1 2], 3]", "1 2\n3 x", "- 1 2\n- 3 4", "[1 2; 3 4", "1 2; 3 4]", "row 1: 1 2\nrow 3: 3 4",
        "row 1: 1 2\n3 4", "1 2; 3 4\n5 6; 7 8", "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "2 * [1 2; 3 4]", "[1 2; 3 4] + 1", "1. 5\n2. 6", "1 2 | 3 4", r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "[1, 2; 3, 4)", "1, 2; 3, ?", "| 0 | 1 |\n|---|---|\n| 5 | 6 |\n| 7 | 8 |", "not 1 2; 3 4", "1 2; 3 4 or 4 3; 2 1",
    ):  # fmt: skip
        yield "matrix", "no grid", text


# letters --------------------------------------------------------------------------------------------------------------

OPTIONS = ("28", "28.5", "$x^2$", "Leaky ReLU", "class 3")
CLASSES = ("class 0", "class 1", "class 2", "class 3")
STATEMENTS = ("It has weights.", "It has a stride.", "It is linear.", "It pads the input.")
STEPS = ("pool", "flatten", "convolve", "classify")
GATES = ("forget gate", "input gate", "output gate")
USES = ("what to drop", "what to add", "what to show", "what to sum")


def of_choice(place: int) -> Iterator[tuple[str, str]]:
    letter = "abcdef"[place]
    for pattern in (
        "{}", " {} ", "({})", "( {} )", "[{}]", "{{{}}}", "{})", "{}.", "({}).", "{}:", '"{}"', "'{}'", "“{}”", "`{}`", "**{}**", "{};", "{},", "{}!", "option {}", "Option {}", "answer: {}", "Answer: {}", "Answer {}",
        "the answer is {}", "The answer is {}.", "The correct answer is {}", "the correct answer is ({})", "choice {}", "my answer: {}", "I think {}", "I choose {}", "I would say {}", "it is {}", "It's {}", "{} is correct",
        "{} is right", "{} is the answer", "{} is the correct answer", "-> {}", "→ {}", "= {}", "letter {}", "definitely {}", "so {}", "{} ✓", "\u200b{}", "{}\u00a0", "• {}", "__{}__", "{}\n", "Ans: {}", "final answer: {}",
        "{} (I think)", "only {}", "${}$", "option ({})", "answer = {}", "Solution: {}", "{}.)",
    ):  # fmt: skip
        yield f"letter in {pattern!r}", pattern.format(letter)
        yield f"capital in {pattern!r}", pattern.format(letter.upper())
    yield "full width", chr(ord(letter) - 97 + 0xFF41)
    yield "circled", chr(ord(letter) - 97 + 0x24D0)


def of_option(texts: tuple[str, ...], place: int) -> Iterator[tuple[str, str]]:
    letter, text = "abcdef"[place], texts[place]
    for pattern in ("{}", " {}", "answer: {}", "The answer is {}", '"{}"', "{}.", "it is {}", "-> {}"):
        yield f"text in {pattern!r}", pattern.format(text)
    for pattern in (
        "{}) {}",
        "{}. {}",
        "{}: {}",
        "{} - {}",
        "{} – {}",
        "({}) {}",
        "{} {}",
        "{} = {}",
        "option {}: {}",
        "answer: {}) {}",
        "{}, {}",
        "The answer is {}: {}",
    ):
        yield f"letter and text in {pattern!r}", pattern.format(letter, text)
    yield "text and letter", f"{text} ({letter})"
    yield "small letters", text.lower()


def not_choices() -> Iterator[tuple[str, str]]:
    for text in (
        "f", "z", "1", "29", "28.0", "ab", "a, b", "a or b", "a and b", "a/b", "not b", "b?", "a b", "~~a~~ b", "b) 28", "b) 29", "а", "none", "all", "a-c", "a..c", "either a or b", "maybe b", "b, no c", "x", "(a", "a)(b", "?b",
        "anything but b", "b but maybe c", "first b then c", "bb", "b1", "1b", "b c", "a → b", "b; c", "the second", "b is wrong", "b is not correct", "neither", "[b", "b 28", "28 or 28.5", "\u202eb", "b\x00",
    ):  # fmt: skip
        yield "no choice", text


def of_choices(places: tuple[int, ...], count: int) -> Iterator[tuple[str, str]]:
    names = ["abcdef"[place] for place in places]
    if not names:
        yield from (
            ("none", text)
            for text in (
                "none",
                "None",
                "none of them",
                "none of the above",
                "None are true",
                "answer: none",
                "none.",
                "none of these",
                "no option",
            )
        )
        return
    for mark in (", ", ",", " ", " and ", " & ", "; ", "/", " + ", "\n", " | ", ",  ", "、"):
        yield f"parted by {mark!r}", mark.join(names)
    yield "capitals", ", ".join(names).upper()
    yield "reversed", ", ".join(names[::-1])
    for pattern in (
        "({})",
        "[{}]",
        "{{{}}}",
        "answers: {}",
        "The answers are {}",
        "Options {}",
        "{}.",
        '"{}"',
        "`{}`",
        "-> {}",
        "{} are correct",
        "only {}",
        "ticked: {}",
        "**{}**",
        "I choose {}",
        "{} are right",
        "answer: {}",
    ):
        yield f"listed in {pattern!r}", pattern.format(", ".join(names))
    for pattern in ("({})", "{})", "{}.", "[{}]"):
        yield f"each in {pattern!r}", " ".join(pattern.format(name) for name in names)
        yield (
            f"each in {pattern!r} with commas",
            ", ".join(pattern.format(name) for name in names) if pattern != "{}." else ", ".join(names),
        )
    yield "bullets", "\n".join(f"• {name}" for name in names)
    yield "bullets", "\n".join(f"* {name}" for name in names)
    if len(names) > 1:
        yield "together", "".join(names)
        yield "together", "".join(names).upper()
        yield "and at the end", ", ".join(names[:-1]) + f" and {names[-1]}"
    if len(names) == count:
        yield "all", "all"
        yield "all", "all of them"
        yield "all", "all are true"
    every = range(count)
    yield "verdicts", ", ".join(f"{'abcdef'[p]}: {'true' if p in places else 'false'}" for p in every)
    yield "verdicts", "\n".join(f"{'abcdef'[p]} {'yes' if p in places else 'no'}" for p in every)
    yield "verdicts", "; ".join(f"{'abcdef'[p]} = {'T' if p in places else 'F'}" for p in every)
    yield "marks", " ".join(f"{'abcdef'[p]} {'✓' if p in places else '✗'}" for p in every)
    yield "boxes", "\n".join(f"[{'x' if p in places else ' '}] {'abcdef'[p]}" for p in every)
    yield "boxes", "\n".join(f"{'☑' if p in places else '☐'} {'abcdef'[p]}" for p in every)
    yield "texts", ", ".join(f"{name}) {STATEMENTS[p]}" for name, p in zip(names, places, strict=True))
    yield "texts", "\n".join(STATEMENTS[p] for p in places)
    left = [p for p in every if p not in places]
    if left:
        yield "all but", "all but " + " and ".join("abcdef"[p] for p in left)
        yield "all except", "all except " + ", ".join("abcdef"[p] for p in left)


ALL_TICKS = tuple(tuple(place for place in range(4) if ticks >> place & 1) for ticks in range(16))


def not_several() -> Iterator[tuple[str, str]]:
    for text in (
        "e", "a, e", "a or c", "a-c", "a..c", "a–c", "a to c", "ab c", "1, 3", "a, a", "а, c", "not b", "a (c)", "a, maybe c", "a but not b", "a: true, b: false", "a and/or b", "[x] a", "neither a nor b", "all or none", "a, b?",
        "(a, c", "some", "a, b, …", "a; not c", "everything but", "either a", "first a", "a > c",
    ):  # fmt: skip
        yield "no choices", text


def of_order(places: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    names = ["abcdef"[place] for place in places]
    for mark in (
        " ",
        ", ",
        ",",
        " > ",
        ">",
        " -> ",
        "->",
        " → ",
        "→",
        " => ",
        "; ",
        "\n",
        " - ",
        "-",
        " – ",
        "/",
        " | ",
        " then ",
        ", then ",
        " < ",
        "⟶",
        " ➜ ",
    ):
        yield f"parted by {mark!r}", mark.join(names)
    yield "together", "".join(names)
    yield "together", "".join(names).upper()
    for mark in (" <- ", "<-", " ← ", "←"):
        yield f"backwards by {mark!r}", mark.join(names[::-1])
    for pattern in (
        "[{}]",
        "({})",
        "{{{}}}",
        "order: {}",
        "The order is {}",
        "{}.",
        '"{}"',
        "`{}`",
        "answer: {}",
        "The correct order is {}",
        "**{}**",
        "-> {}",
    ):
        yield f"listed in {pattern!r}", pattern.format(", ".join(names))
    for pattern in ("({})", "{})"):
        yield f"each in {pattern!r}", " ".join(pattern.format(name) for name in names)
    for pattern in ("{}. {}", "{}) {}", "{}: {}", "({}) {}", "{} {}", "{}{}", "{} = {}", "{} - {}"):
        for mark in (" ", "\n", ", ", "; "):
            yield (
                f"numbered {pattern!r} {mark!r}",
                mark.join(pattern.format(i, name) for i, name in enumerate(names, 1)),
            )
    for pattern in ("{}: {}", "{}={}", "{}{}", "{} = {}"):
        yield (
            f"numbers behind {pattern!r}",
            ", ".join(pattern.format(name, names.index(name) + 1) for name in sorted(names)),
        )
    yield "first", f"first {names[0]}, then " + ", then ".join(names[1:])
    yield "texts", ", ".join(STEPS[p] for p in places)
    yield "texts", " -> ".join(STEPS[p] for p in places)
    yield "texts", "\n".join(f"{i}. {STEPS[p]}" for i, p in enumerate(places, 1))
    yield "letters and texts", "\n".join(f"{name}) {STEPS[p]}" for name, p in zip(names, places, strict=True))


def not_orders() -> Iterator[tuple[str, str]]:
    for text in (
        "c a", "c a a b", "c a b e", "c > a < b > d", "3 1 2 4", "c <- a -> b -> d", "c..a b d", "last c, first a, b, d", "c a b", "c a b d?", "a-d", "a to d", "c or a b d", "1. c 3. a 2. b", "1c 1a 2b 3d", "c1 a2 b3", "cabe", "caab",
        "c < a > b < d", "c, a, not b, d", "", "reverse", "c a b d or a c b d", "1a b c d", "0. c 1. a 2. b 3. d",
    ):  # fmt: skip
        yield "no order", text


def of_matching(places: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    pairs = [(i, "abcdef"[place]) for i, place in enumerate(places, 1)]
    for pattern in (
        "{}{}",
        "{}-{}",
        "{}: {}",
        "{}:{}",
        "{}) {}",
        "{}. {}",
        "{} = {}",
        "{}={}",
        "({}) {}",
        "{} -> {}",
        "{} → {}",
        "{}→{}",
        "{} {}",
        "({}, {})",
        "({},{})",
        "{} – {}",
        "{} is {}",
        "{} ↔ {}",
        "{} => {}",
    ):
        for mark in (" ", ", ", "\n", "; "):
            yield f"pairs {pattern!r} {mark!r}", mark.join(pattern.format(i, name) for i, name in pairs)
    yield "other order", " ".join(f"{i}{name}" for i, name in reversed(pairs))
    yield "capitals", " ".join(f"{i}{name.upper()}" for i, name in pairs)
    yield "tight", "".join(f"{i}{name}" for i, name in pairs)
    yield "and", " and ".join(f"{i}{name}" for i, name in pairs)
    for pattern in ("{1}{0}", "{1}-{0}", "{1} -> {0}", "{1}: {0}", "{1} = {0}", "{1} → {0}"):
        yield f"letters first {pattern!r}", ", ".join(pattern.format(i, name) for i, name in pairs)
    names = [name for _, name in pairs]
    for mark in (" ", ", ", ",", "; ", "\n", "/", " | "):
        yield f"in order by {mark!r}", mark.join(names)
    yield "together", "".join(names)
    for pattern in ("[{}]", "({})", "answer: {}", "{}.", '"{}"', "`{}`", "The answer is {}"):
        yield f"in order in {pattern!r}", pattern.format(", ".join(names))
    yield "dictionary", "{" + ", ".join(f"{i}: {name}" for i, name in pairs) + "}"
    yield "JSON", json.dumps({str(i): name for i, name in pairs})
    yield "texts", ", ".join(f"{GATES[i - 1]}: {USES[place]}" for (i, _), place in zip(pairs, places, strict=True))
    yield "texts", "\n".join(f"{GATES[i - 1]} -> {name}" for i, name in pairs)
    yield "texts", "\n".join(f"{i}. {USES[place]}" for (i, _), place in zip(pairs, places, strict=True))
    yield (
        "letters and texts",
        "\n".join(f"{i}: {name}) {USES[place]}" for (i, name), place in zip(pairs, places, strict=True)),
    )
    yield "list", "\n".join(f"• {i} → {name}" for i, name in pairs)


def not_matchings() -> Iterator[tuple[str, str]]:
    for text in (
        "b a",
        "b a c d",
        "b a e",
        "4a",
        "1e",
        "1b 1c",
        "1b, maybe 2a",
        "1b 2",
        "1 2 3",
        "1b a2 c3",
        "1b or 1c, 2a, 3c",
        "1b 2a 3c 4d",
        "bae",
        "ba",
        "1-3",
        "b..c",
        "1b 2a 3not c",
        "forget gate",
        "1: b or c, 2: a, 3: b",
        "1,2b",
    ):
        yield "no matching", text


# designs --------------------------------------------------------------------------------------------------------------

DESIGNS = (
    ("Conv2D(8, 3)",),
    ('Conv2D(16, 5, strides=2, padding="same")', "Flatten()", "Dense(10)"),
    ('Conv2D(8, 3, activation="relu")', "MaxPooling2D(2)", "Flatten()", 'Dense(10, activation="softmax")'),
    ("LSTM(32, return_sequences=True)", "Dense(5)"),
    ("Bidirectional(keras.layers.GRU(12))",),
)


MENU = (
    "Conv2D(8, 3)", 'Conv2D(16, 5, padding="same")', "MaxPooling2D(2)", "BatchNormalization()", "ReLU()", "Dropout(0.5)", "Conv2D(32, (3, 3), strides=2)",
    'Conv2D(4, 3, activation="relu")', "AveragePooling2D(3)", "ZeroPadding2D(padding=2)", "SpatialDropout2D(0.2)", "GroupNormalization(groups=4)", "Conv2D(8, 1, use_bias=False)",
    "SeparableConv2D(8, 3)", "LeakyReLU(negative_slope=0.1)", "UpSampling2D(size=3)",
)  # fmt: skip


def of_design(layers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    bare = [layer.replace("keras.layers.", "") for layer in layers]
    named = [f"layers.{layer}" for layer in bare]
    for mark in (", ", "\n", "; ", ",\n", " -> ", " → ", "\n\n", " then ", ",", " => ", " | "):
        yield f"parted by {mark!r}", mark.join(bare)
    for pattern in (
        "[{}]", "({})", "Sequential([{}])", "keras.Sequential([{}])", "model = keras.Sequential([{}])", "model = Sequential([{},])", "tf.keras.Sequential([{}])", "`{}`", "```\n{}\n```", "```python\n{}\n```",
        "{}.", "**{}**", "answer: {}", "layer: {}", "The layer is {}", "# my network\n{}", "{}  # done", "import keras\n{}", "from keras import layers\n{}", "\u00a0{}\u00a0", "\u200b{}", "“{}”".replace("“", "").replace("”", ""),
        "keras.Sequential([keras.Input(shape=(28, 28, 3)), {}])", "model = Sequential([{}])\nmodel.summary()", "model = Sequential([{}])\nmodel.compile(optimizer='adam', loss='mse')", "I would use {}",
    ):  # fmt: skip
        yield f"listed in {pattern!r}", pattern.format(", ".join(bare))
    yield "single quotes", ", ".join(bare).replace('"', "'")
    yield "curly quotes", ", ".join(bare).replace('"', "”")
    yield "full width", ", ".join(bare).replace("(", "（").replace(")", "）").replace(",", "，")
    yield "no-break spaces", ", ".join(bare).replace(" ", "\u00a0")
    yield "with modules", "\n".join(named)
    yield "with modules", "\n".join(f"keras.{layer}" for layer in named)
    yield "with modules", "\n".join(f"tf.keras.{layer}" for layer in named)
    yield "added", "model = keras.Sequential()\n" + "\n".join(f"model.add({layer})" for layer in named)
    yield "added", "\n".join(f"model.add({layer})" for layer in bare)
    yield (
        "functional",
        "inputs = keras.Input(shape=(28, 28, 3))\nx = inputs\n".replace("x = inputs\n", "")
        + "\n".join(f"x = {layer}({'inputs' if i == 0 else 'x'})" for i, layer in enumerate(named))
        + "\nmodel = keras.Model(inputs, x)",
    )
    yield "functional", "\n".join(f"x = {layer}(x)" for layer in bare)
    yield "functional", "\n".join(f"x = {layer}(x)" for layer in bare) + "\nreturn x"
    yield "numbered", "\n".join(f"{i}. {layer}" for i, layer in enumerate(bare, 1))
    yield "numbered", "\n".join(f"{i}) {layer}" for i, layer in enumerate(bare, 1))
    yield "bullets", "\n".join(f"- {layer}" for layer in bare)
    yield "bullets", "\n".join(f"* {layer}" for layer in bare)
    yield "labelled", "\n".join(f"Layer {i}: {layer}" for i, layer in enumerate(bare, 1))
    yield "commented", "\n".join(f"{layer}  # layer {i}" for i, layer in enumerate(bare, 1))
    yield "lines of a list", "[\n" + ",\n".join(f"    {layer}" for layer in bare) + ",\n]"
    yield (
        "options that change nothing",
        ", ".join(
            re.sub(r"^(Dense\(\d+|Conv2D\(8, 3)(?=[,)])", r"\1, name='c', kernel_regularizer='l2'", layer)
            for layer in bare
        ),
    )
    yield "spaces", ", ".join(layer.replace("(", " ( ").replace(")", " ) ").replace("=", " = ") for layer in bare)
    first = bare[0][:-1] + ("" if bare[0].endswith("()") else ", ") + "input_shape=(28, 28, 3))"
    yield "first layer with its input", ", ".join([first, *bare[1:]])


def not_designs() -> Iterator[tuple[str, str]]:
    for text in (
        "Conv3(8)", "Dense()", "Dense(10, foo=3)", "Dense(10**3)", "Dense(x)", "Dense(10", "import os", "lambda: Dense(3)", "Dense(units=10, units=5)", "a = Conv2D(8, 3)(x)\nb = Conv2D(4, 3)(x)", "Conv2D(8, 3, activation=Conv2D(100, 3))",
        "Conv2D(8, 3, data_format='channels_first')", "__import__('os').system('true')", "nn.Conv2d(3, 8, 3)", "Dense(3)[0]", "not Dense(3)", "Dense(3) or Dense(4)", "x = Dense(3)(y)\nz = Dense(4)(w)", "Dense(**{'units': 3})", "Lambda(lambda x: x)",
        "eval('Dense(3)')", "Dense(3) if True else Dense(4)", "conv layer with 8 filters", "Conv2D", "8 filters, 3x3", "Dense(1e400)", "Dense(100001)", "Dense(units=10 units=5)", "[Dense(3), Dense(4)][0]", "Dense(3).units", "Conv2D(8, kernel_size=3, 2)",
        "d = Dense(3)\nx = d(x)\nx = d(x)", "Dropout(0.5)(Dense(3))", "Conv2D(Dense(3), 3)", "for i in range(3): Dense(3)", "while True: Dense(3)", "Dense(3)\nos.remove('x')", "Flatten(dropout=0.5)", "Dense(3, dropout=0.5)", "LSTM(3, dropout=2)",
    ):  # fmt: skip
        yield "no design", text


# the whole ------------------------------------------------------------------------------------------------------------

Generator = Callable[[random.Random], Iterator[Writing]]


def _written(
    type_: str, values: Any, ways: Callable[..., Iterator[tuple[str, str]]], meant: Callable[[Any], Value]
) -> Generator:
    def generate(rng: random.Random) -> Iterator[Writing]:
        for value in values:
            for kind, text in ways(rng, value):
                yield Writing(type_, kind, text, meant(value))

    return generate


def _refused(type_: str, ways: Callable[[], Iterator[tuple[str, str]]]) -> Generator:
    return lambda rng: (Writing(type_, kind, text) for kind, text in ways())


def as_tuple(value: Any) -> Value:
    return tuple(map(as_tuple, value)) if isinstance(value, list | tuple) else value


def _drawn(rng: random.Random, few: Any, draw: Callable[[], Any], count: int) -> list[Any]:
    """The values that are always tried, and some more."""
    return [*few, *(draw() for _ in range(count))]


def writings(seed: int = 0, more: int = 0) -> Iterator[Writing]:
    """All writings; ``more`` values of each sort are drawn besides those that are always there."""
    rng = random.Random(seed)
    places = rng.randint

    def sized() -> tuple[int, ...]:
        return tuple(rng.choice((1, 3, 7, 14, 28, 32, 56, 64)) for _ in range(rng.randint(2, 4)))

    def wholes() -> Numbers:
        return [rng.randint(-20, 60) for _ in range(rng.randint(2, 6))]

    def parts() -> Numbers:
        return [
            rng.choice((-1, 1)) * (rng.randint(1, 900) + rng.choice((0.5, 0.25, 0.75))) / 10
            for _ in range(rng.randint(2, 5))
        ]

    def grid(row: Callable[[int], Numbers]) -> tuple[Numbers, ...]:
        width = rng.randint(2, 4)
        return tuple(row(width) for _ in range(rng.randint(2, 4)))

    def volume() -> tuple[tuple[Numbers, ...], ...]:
        height, width, channels = (rng.randint(2, 3) for _ in range(3))
        return tuple(tuple([rng.randint(-9, 30) for _ in range(channels)] for _ in range(width)) for _ in range(height))

    def order_of(count: int, of: int) -> tuple[int, ...]:
        return tuple(rng.sample(range(of), count))

    def stack() -> tuple[str, ...]:
        return (*rng.sample(MENU, rng.randint(1, 5)), "Flatten()", f"Dense({rng.randint(2, 200)})")

    def whole_grid() -> tuple[Numbers, ...]:
        return grid(lambda count: [rng.randint(-9, 40) for _ in range(count)])

    def part_grid() -> tuple[Numbers, ...]:
        return grid(lambda count: [rng.randint(-199, 199) / 8 for _ in range(count)])

    generators: list[Generator] = [
        _written("integer", _drawn(rng, INTEGERS, lambda: places(0, 10 ** places(1, 8)), more), of_integer, int),
        _refused("integer", not_integers),
        _written("real", _drawn(rng, REALS, lambda: places(-9999, 9999) / 100, more), of_real, float),
        _refused("real", not_reals),
        _written("percentage", _drawn(rng, PERCENTAGES, lambda: places(1, 999) / 10, more), of_percentage, float),
        _written("shape", _drawn(rng, SHAPES, sized, more), of_shape, as_tuple),
        _refused("shape", not_shapes),
        _written("vector", _drawn(rng, ROWS, wholes, more), of_row, as_tuple),
        _written(
            "vector to 2 decimals", _drawn(rng, PARTS, lambda: [round(x, 3) for x in parts()], more), of_row, as_tuple
        ),
        _written("matrix", _drawn(rng, GRIDS, whole_grid, more), of_grid, as_tuple),
        _written("matrix to 2 decimals", _drawn(rng, PARTED, part_grid, more), of_grid, as_tuple),
        _written("matrix", COLUMNS, of_column, lambda column: tuple((x,) for x in column)),
        _written("tensor", _drawn(rng, TENSORS, volume, more), of_tensor, as_tuple),
        lambda rng: (Writing(type_, kind, text) for type_, kind, text in not_rows()),
        lambda rng: (Writing("choice", kind, text, place) for place in range(5) for kind, text in of_choice(place)),
        lambda rng: (
            Writing("choice", kind, text, place) for place in range(5) for kind, text in of_option(OPTIONS, place)
        ),
        lambda rng: (
            Writing("choice of classes", kind, text, place)
            for place in range(4)
            for kind, text in of_option(CLASSES, place)
        ),
        lambda rng: (Writing("choice of classes", "number", str(place), place) for place in range(4)),
        _refused("choice", not_choices),
        lambda rng: (
            Writing("choices", kind, text, tuple(int(p in ticked) for p in range(4)))
            for ticked in ((0, 2), (1,), (), (0, 1, 2, 3), (0, 1, 3), (2, 3), *(ALL_TICKS if more else ()))
            for kind, text in of_choices(ticked, 4)
        ),
        _refused("choices", not_several),
        lambda rng: (
            Writing("ordering", kind, text, order)
            for order in _drawn(rng, ((2, 0, 1, 3), (3, 2, 1, 0), (1, 3, 0, 2)), lambda: order_of(4, 4), more)
            for kind, text in of_order(order)
        ),
        _refused("ordering", not_orders),
        lambda rng: (
            Writing("matching", kind, text, order)
            for order in _drawn(rng, ((1, 0, 2), (2, 3, 0), (0, 1, 1)), lambda: order_of(3, 4), more)
            for kind, text in of_matching(order)
            if len(set(order)) == 3 or "together" not in kind
        ),
        _refused("matching", not_matchings),
        lambda rng: (
            Writing("design", kind, text, ", ".join(layers).replace("keras.layers.", ""))
            for layers in _drawn(rng, DESIGNS, stack, more)
            for kind, text in of_design(layers)
        ),
        _refused("design", not_designs),
    ]
    for generate in generators:
        yield from generate(rng)
    yield from at_the_keyboard()
    yield from turned()


TURNED = {
    "integer": "640",
    "real": "0.64",
    "percentage": "64.0 %",
    "shape": "28 x 28 x 6",
    "vector": "[3, -2, 5]",
    "vector to 2 decimals": "0.25, 0.5, 0.25",
    "matrix": "[[1, 2], [3, 4]]",
    "choice": "b",
    "choices": "b, c",
}


def turned() -> Iterator[Writing]:
    """Limits, comparatives, negations, doubts, ranges and powers around a value, in seven languages: none is that value."""
    formulas = re.compile(r"[=√|]|(?:root|multiple|square|half|double|twice)")
    for line in Path(__file__).with_name("turned.txt").read_text(encoding="utf-8").splitlines():
        for type_, value in TURNED.items():
            if not (type_.startswith("choice") and (formulas.search(line) or line.startswith(("all but", "{n}")))):
                yield Writing(type_, "turned", line.replace("{n}", value))


def at_the_keyboard() -> Iterator[Writing]:
    """What was collected by hand: a line each with the answer type, the text, and what it means.

    The second file was written as thirty people write, the third in six languages and against the readers, the others in rounds
    by different people; their truth was decided before any reader had seen them.
    """
    for name in (
        "at_the_keyboard",
        "thirty_people",
        "written_cold",
        "blind_first",
        "blind_second",
        "blind_third",
        "blind_fourth",
    ):
        path = Path(__file__).with_name(f"{name}.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines():
            type_, text, value = json.loads(line)
            yield Writing(type_, name.replace("_", " "), text, as_tuple(value))
