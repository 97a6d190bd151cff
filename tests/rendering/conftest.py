"""A whole exam of the kind that is handed out, and its feedback."""

from __future__ import annotations

from dataclasses import replace

import pytest

from examgen.rendering.document import (
    Feedback,
    Paper,
    PaperSection,
    Part,
    PartFeedback,
    PrintedOption,
    Problem,
    ProblemFeedback,
    Step,
    StudentText,
    WrongAnswer,
)


def _matrix(rows: str) -> str:
    r"""``1 0; 2 -1`` as TeX."""
    written = r" \\ ".join(" & ".join(row.split()) for row in rows.split(";"))
    return rf"\begin{{bmatrix}} {written} \end{{bmatrix}}"


def _nine_products(row: int, column: int) -> str:
    terms = (rf"{(3 * i + row) % 4} \cdot ({i % 3 - 2})" for i in range(9))
    return f"y_{{{row}{column}}} = {' + '.join(terms)} = {3 * row - column}"


FEATURE_MAP = _matrix("-1 7 4; 6 0 -8; -4 1 5")

INSTRUCTIONS = """
Write each answer into its box. The squared space is for your working; it is read when an answer is wrong.

- Give shapes as `height, width, channels`, e.g. `28, 28, 3`.
- Give real numbers to **three decimals**, unless the question says otherwise.
- An earlier answer that is wrong costs nothing in later parts, if you go on correctly from it.
"""

OUTPUT_SIZE = Problem(
    number="1",
    points="3",
    title="Output size of a convolution",
    stem=r"""
A convolution with $f = 5$ filters, a kernel of $3 \times 3$, padding $p = 1$ and stride $s = 2$ reads an image of side
$n = 28$ with 3 channels:

```python
layers.Conv2D(5, 3, strides=2, padding=1)
```
""",
    parts=(
        Part("a", "What is the side of the feature map?", "1", "line", "a whole number", lines=3, answer="14"),
        Part("b", "How many parameters does it learn?", "2", "line", "a whole number", lines=4, answer="140"),
    ),
    solution=(
        Step(
            "Each step moves the kernel by $s$; the last one that fits counts.",
            (
                r"\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1"
                r" = \left\lfloor \frac{28 + 2 \cdot 1 - 3}{2} \right\rfloor + 1 = 14",
            ),
        ),
        Step(
            "Every filter has a weight per kernel cell and channel, and a bias.",
            (r"5 \cdot (3 \cdot 3 \cdot 3 + 1) = 140",),
        ),
    ),
    code="""\
from keras import layers

layer = layers.Conv2D(5, 3, strides=2)
layer.build((None, 30, 30, 3))
print(layer.count_params())  # 140""",
    wrong_answers=(
        WrongAnswer("15", r"The division is rounded up: $\lceil 13.5 \rceil + 1$."),
        WrongAnswer("135", "The biases are forgotten."),
        WrongAnswer("50", "The kernel reads one channel only."),
    ),
)

CONVOLUTION = Problem(
    number="2",
    points="6",
    title="A convolution by hand",
    stem=rf"""
The image $X$ is convolved with the kernel $K$ as in Keras, without padding, with stride 1 and no bias:

$$X = {_matrix("1 0 2 1 0; 0 3 1 0 2; 2 1 0 1 1; 0 0 1 3 0; 1 2 0 1 2")},
\qquad K = {_matrix("1 0 -1; 2 1 0; 0 -3 1")}$$
""",
    parts=(
        Part(
            "", "Write down the feature map.", "6", "grid", "three rows of three numbers", lines=10, answer=FEATURE_MAP
        ),
    ),
    solution=(
        Step(
            "In Keras the kernel is not flipped: lay it on the image and add the nine products.",
            tuple(_nine_products(row, column) for row in (1, 2, 3) for column in (1, 2, 3)),
        ),
        Step("Together they are", (f"X * K = {FEATURE_MAP}",)),
    ),
    code="print(ops.conv(x[None, :, :, None], k[:, :, None, None])[0, :, :, 0])",
    wrong_answers=(
        WrongAnswer(_matrix("4 2 0; 1 1 3; 7 2 1"), "The kernel is flipped, as in mathematics."),
        WrongAnswer(
            _matrix("1 1 2 3 4; 4 4 2 0 1; 0 1 1 3 2; 1 7 2 1 2; 1 0 0 1 5"),
            'Padding is `"same"`, so the image keeps its size.',
        ),
    ),
)

PIPELINE = Problem(
    number="3",
    points="7",
    title="Convolution, ReLU, pooling",
    stem=rf"""
A layer with one filter $K = {_matrix("1 -1; 0 2")}$ and bias $b = -1$ reads $X = {_matrix("1 2 0; 0 1 -3; 4 0 1")}$.
Then come $\operatorname{{ReLU}}$ and a max pooling of $2 \times 2$.
""",
    parts=(
        Part(
            "a",
            "What does the convolution write?",
            "3",
            "grid",
            "two rows of two whole numbers",
            lines=6,
            answer=_matrix("0 -5; -2 5"),
        ),
        Part(
            "b",
            r"What is left after $\operatorname{ReLU}$?",
            "2",
            "grid",
            "two rows of two whole numbers",
            lines=2,
            answer=_matrix("0 0; 0 5"),
        ),
        Part("c", "What does the pooling write?", "2", "line", "a whole number", answer="5"),
    ),
    solution=(
        Step(
            "The window moves by one.",
            (
                r"1 \cdot 1 + 2 \cdot (-1) + 0 \cdot 0 + 1 \cdot 2 - 1 = 0",
                r"2 \cdot 1 + 0 \cdot (-1) + 1 \cdot 0 + (-3) \cdot 2 - 1 = -5",
            ),
        ),
        Step("What is below zero becomes zero."),
        Step("The largest of the four stays.", (r"\max(0, 0, 0, 5) = 5",)),
    ),
    code="print(layers.MaxPooling2D(2)(ops.relu(z)))",
    wrong_answers=(WrongAnswer(r"\tfrac{5}{4}", "The mean of the window is taken."),),
)

UNROLL = Problem(
    number="4",
    points="8",
    title="Unroll a simple recurrent layer",
    stem=rf"""
`SimpleRNN(2)` starts from $h_0 = {_matrix("0 0")}$ and reads $x_1 = {_matrix("1")}$, $x_2 = {_matrix("-2")}$, with
$h_t = \tanh(x_t W_x + h_{{t-1}} W_h + b)$, $W_x = {_matrix("0.5 -1")}$, $W_h = {_matrix("0.1 0.3; -0.2 0.4")}$ and
$b = {_matrix("0 0.5")}$. The output is $y = \operatorname{{softmax}}(h_2)$.
""",
    parts=(
        Part("a", "What is $h_1$?", "3", "line", "two numbers", lines=4, answer=_matrix("0.462 -0.462")),
        Part("b", "What is $h_2$?", "3", "line", "two numbers", lines=4, answer=_matrix("-0.696 0.982")),
        Part("c", "What is $y$?", "2", "line", "two numbers", lines=4, answer=_matrix("0.157 0.843")),
    ),
    solution=(
        Step(
            "Input and memory meet at step 1",
            (
                rf"z_1 = x_1 W_x + h_0 W_h + b = {_matrix('1')} {_matrix('0.5 -1')}"
                rf" + {_matrix('0 0')} {_matrix('0.1 0.3; -0.2 0.4')} + {_matrix('0 0.5')} = {_matrix('0.5 -0.5')}",
            ),
        ),
        Step("and are squashed.", (rf"h_1 = \tanh(z_1) = {_matrix('0.462 -0.462')}",)),
        Step(
            "The softmax makes them shares.",
            (rf"y = \frac{{e^{{h_2}}}}{{\sum_i e^{{h_{{2,i}}}}}} = {_matrix('0.157 0.843')}",),
        ),
    ),
    code="layer = layers.SimpleRNN(2)",
    wrong_answers=(WrongAnswer(_matrix("-0.762 0.987"), "Each step starts from zero, not from the state before it."),),
)

CHOICE = Problem(
    number="5",
    points="1",
    title="Receptive field",
    stem=r"Two convolutions with kernels of $3 \times 3$ and stride 1. How large is the receptive field of one output?",
    parts=(
        Part(
            "",
            "",
            "1",
            "options",
            "Tick one.",
            (
                PrintedOption("A", r"$3 \times 3$"),
                PrintedOption("B", r"$5 \times 5$", right=True),
                PrintedOption("C", r"$6 \times 6$"),
                PrintedOption("D", r"$9 \times 9$, because kernels multiply"),
            ),
        ),
    ),
    solution=(Step("Each layer adds $k - 1$ to the side.", (r"1 + (3 - 1) + (3 - 1) = 5",)),),
    wrong_answers=(WrongAnswer("9", "The sides are multiplied."),),
)

PAPER = Paper(
    title="Convolutional and recurrent networks",
    course="Deep Learning I",
    date="12 February 2026",
    duration="90 minutes",
    points="25",
    instructions=INSTRUCTIONS,
    student_name="Ada Lovelace",
    student_id="s1042371",
    number="0007",
    sections=(
        PaperSection(
            "Convolutions",
            "Layers are those of Keras; `channels_last` throughout.",
            (OUTPUT_SIZE, CONVOLUTION, PIPELINE),
        ),
        PaperSection("Recurrent layers and more", "", (UNROLL, CHOICE)),
    ),
)

FEEDBACK = Feedback(
    title=PAPER.title,
    course=PAPER.course,
    student_name=PAPER.student_name,
    student_id=PAPER.student_id,
    number=PAPER.number,
    points="9.5",
    of="25",
    problems=(
        ProblemFeedback(
            "1",
            OUTPUT_SIZE.title,
            OUTPUT_SIZE.stem,
            (
                PartFeedback("a", StudentText("14"), StudentText("14"), "right", "14", "1", "1", StudentText("")),
                PartFeedback(
                    "b",
                    StudentText(" 135 "),
                    StudentText("135"),
                    "wrong",
                    "140",
                    "0",
                    "2",
                    StudentText("Not right."),
                    "The biases are forgotten.",
                    OUTPUT_SIZE.solution[1],
                ),
            ),
        ),
        ProblemFeedback(
            "2",
            CONVOLUTION.title,
            CONVOLUTION.stem,
            (
                PartFeedback(
                    "",
                    StudentText("-1 7 4; 6 1 -8; -4 1 5"),
                    StudentText("[[-1, 7, 4], [6, 1, -8], [-4, 1, 5]]"),
                    "partial",
                    FEATURE_MAP,
                    "5.5",
                    "6",
                    StudentText("8 of 9 cells are right."),
                    step=Step("Add the nine products.", (_nine_products(2, 2), f"X * K = {FEATURE_MAP}")),
                ),
            ),
        ),
        ProblemFeedback(
            "4",
            UNROLL.title,
            UNROLL.stem,
            (
                PartFeedback(
                    "a",
                    StudentText("[0.462 -0.462"),
                    StudentText(""),
                    "unreadable",
                    UNROLL.parts[0].answer,
                    "0",
                    "3",
                    StudentText("A bracket is not closed."),
                ),
                PartFeedback(
                    "b",
                    StudentText("-0.7 0.98"),
                    StudentText("-0.7, 0.98"),
                    "follow-through",
                    UNROLL.parts[1].answer,
                    "3",
                    "3",
                    StudentText("Right, given your answer 3a."),
                ),
                PartFeedback(
                    "c",
                    StudentText(""),
                    StudentText(""),
                    "blank",
                    UNROLL.parts[2].answer,
                    "0",
                    "2",
                    StudentText("Nothing was written."),
                ),
            ),
        ),
    ),
    notes=("Questions about this marking: by 1 March, in the office hour.",),
)


@pytest.fixture(scope="session")
def paper() -> Paper:
    return PAPER


@pytest.fixture(scope="session")
def key(paper: Paper) -> Paper:
    return replace(paper, is_key=True)


@pytest.fixture(scope="session")
def feedback() -> Feedback:
    return FEEDBACK
