"""Writes docs/marking_examples.md: one answer for every way in which a mark comes about, marked as any other.

    python examples/marking.py docs

The exam is drawn, the answers below are made from its key as a student would have come by them, and what stands on the page is what the
marker says.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from examgen.arrays import Array, cells, elementwise, transposed
from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.printing import paper_document
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, SealedPaper, as_typed
from examgen.exam.sheet import Sheet
from examgen.gradebook.feedback import feedback_document
from examgen.gradebook.judged import judged
from examgen.marking.marker import mark_papers
from examgen.marking.marks import AskMark
from examgen.question.misconceptions import all_of
from examgen.rendering.document import PartFeedback
from examgen.rendering.pdf import render_pages
from examgen.verify.witness import Scenario, evaluate

BLUEPRINT = """\
title: How marks are decided
course: Examples
sections:
  - questions:
      - {question: pooling.conv_relu_pool, points: 6, set: {pooling: max}}
      - {question: recurrent.unroll, points: 6}
      - {question: convolution.output_size, points: 2, answer: choice}
"""
Answers = dict[str, str]


@dataclass
class Desk:
    """One student's paper, and what may be written on it."""

    exam: SealedExam
    paper: SealedPaper
    bank: Bank

    @classmethod
    def laid(cls) -> Desk:
        """A paper on which every example comes out as its title says: rounding must make a difference, for one.

        The search starts where it last ended, because most papers fail some title and a paper takes a second.
        """
        return next(desk for n in range(131, 400) if (desk := cls.of(b"marking %d" % n)).shows_all())

    @classmethod
    def of(cls, secret: bytes) -> Desk:
        bank = Bank()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "blueprint.yaml"
            path.write_text(BLUEPRINT, encoding="utf-8")
            blueprint, source = read_blueprint(path)
        exam = assemble(blueprint, [Student("s1", "Ada Lovelace")], bank, source, secret)
        return cls(exam, exam.papers[0], bank)

    def shows_all(self) -> bool:
        """Whether every example comes out; the rarest is looked at first."""
        return all(example.shown_on(self) for example in sorted(EXAMPLES, key=lambda example: not example.said))

    def write(self, label: str, value: Array) -> str:
        """A value as a student types it."""
        question, ask = self.paper.asks[label]
        return as_typed(question.variant(self.bank), ask, value)

    def key(self, label: str) -> Array:
        return self.paper.asks[label][1].key

    def wrong_option(self) -> Array:
        """The first wrong option of the last question."""
        return next(o.value for o in self.paper.asks["3"][1].options if o.value != self.key("3"))

    def misled(self, label: str, *names: str) -> Array:
        """What one misconception leads to, or two together; the key where the paper's numbers cannot show it."""
        question, ask = self.paper.asks[label]
        if not question.misconceptions.keys() >= set(names):
            return self.key(label)
        if len(names) == 1:
            return question.misconceptions[names[0]][ask.name]
        variant = question.variant(self.bank)
        had = {each.name: each for each in all_of(variant)}
        both = had[names[0]].then(had[names[1]])
        (seen,) = evaluate([Scenario(variant, both)])
        assert isinstance(seen, dict), seen
        return seen[ask.name]

    def following(self, label: str, **given: Array) -> Array:
        """What follows, by the derivation, from a student's own answers."""
        question, ask = self.paper.asks[label]
        variant = question.variant(self.bank)
        return variant.asks[ask.name].type.fit(variant.derivation(given).answers[ask.name])

    def marked(self, answers: Answers) -> dict[str, tuple[AskMark, PartFeedback]]:
        """Every answer's mark and feedback; what is not answered here is answered rightly."""
        filled = {label: self.write(label, self.key(label)) for label in self.paper.asks} | answers
        sheet = Sheet(Path("sheet"), self.exam.id, "s1", self.paper.number, filled, dict.fromkeys(filled, 1))
        (mark,) = mark_papers(self.exam, [(self.paper, sheet)], self.bank)
        page = feedback_document(self.exam, judged(mark), self.bank)
        parts = [part for problem in page.problems for part in problem.parts]
        return {ask.ask.label: (ask, part) for ask, part in zip(mark.asks, parts, strict=True)}


def one_off(value: Array) -> Array:
    """The last number one too many."""
    return (*value[:-1], one_off(value[-1])) if isinstance(value, tuple) else value + 1


@dataclass(frozen=True)
class Example:
    """What it shows, the answer that is looked at, how the student came by the answers, and what the judge finds.

    Attributes:
        state: the state of the mark.
        sort: the sort of reason that is found for a wrong answer.
        said: words in the rule that gave the points.
    """

    title: str
    label: str
    answers: Callable[[Desk], Answers]
    state: str
    sort: str = ""
    said: str = ""

    def shown_on(self, desk: Desk) -> bool:
        """Whether the judge finds on this paper what the title says."""
        try:
            mark, _ = desk.marked(self.answers(desk))[self.label]
        except LookupError:
            return False  # the paper cannot tell this misconception
        found = mark.diagnosis.sort if mark.diagnosis else ""
        return (mark.state, found) == (self.state, self.sort) and self.said in mark.rule.text


def _typed(label: str, value: Callable[[Desk], Array]) -> Callable[[Desk], Answers]:
    return lambda desk: {label: desk.write(label, value(desk))}


def _carried(desk: Desk) -> Answers:
    wrong = one_off(desk.key("1a"))
    z, a = desk.paper.asks["1a"][1].name, desk.paper.asks["1b"][1].name
    activated = desk.following("1b", **{z: wrong})
    pooled = desk.following("1c", **{z: wrong, a: activated})
    return {"1a": desk.write("1a", wrong), "1b": desk.write("1b", activated), "1c": desk.write("1c", pooled)}


def _rounded_on_the_way(desk: Desk) -> Answers:
    """The first two states rounded down, each worked out from the one before, and so the third."""
    names = {label: desk.paper.asks[label][1].name for label in ("2a", "2b")}
    given: dict[str, Array] = {}
    for label, name in names.items():
        given[name] = elementwise(lambda x: math.floor(1000 * x) / 1000, desk.following(label, **given))
    written = {label: desk.write(label, given[name]) for label, name in names.items()}
    return written | {"2c": desk.write("2c", desk.following("2c", **given))}


EXAMPLES = (
    Example("Right, in a different notation", "1a", lambda d: {"1a": str([list(r) for r in d.key("1a")])}, "right"),
    Example(
        "One misconception", "1a", _typed("1a", lambda d: d.misled("1a", "flipped_kernel")), "wrong", "misconception"
    ),
    Example(
        "Two misconceptions", "1a", _typed("1a", lambda d: d.misled("1a", "flipped_kernel", "bias_left_out")), "wrong",
        "two misconceptions",
    ),
    Example("One number wrong", "1a", _typed("1a", lambda d: one_off(d.key("1a"))), "partial", "one number"),
    Example("Follow-through from that number", "1b", _carried, "follow-through"),
    Example("The right numbers in the wrong order", "1a", _typed("1a", lambda d: transposed(d.key("1a"))), "wrong", "order"),
    Example("Rounded on the way, at no cost", "2c", _rounded_on_the_way, "right", said="given your rounded answer"),
    Example(
        "Rounded too early", "2b", _typed("2b", lambda d: elementwise(lambda x: x + 0.004, d.key("2b"))), "wrong",
        "rounding",
    ),
    Example("Unreadable", "1a", lambda d: {"1a": "[[1, 2], [3]]"}, "unreadable"),
    Example("In doubt", "1a", lambda d: {"1a": ", ".join(str(x) for x in cells(d.key("1a")))}, "doubtful"),
    Example("A wrong option, ticked", "3", _typed("3", Desk.wrong_option), "wrong", "misconception"),
)  # fmt: skip


def page(desk: Desk, pictures: list[str]) -> Iterator[str]:
    """The page, line by line."""
    yield "# One example of each\n"
    yield "Made by `python examples/marking.py docs`; do not edit. The rules are those of [marking.md](marking.md); this is the paper:\n"
    yield from (f"![Page {n} of the paper](pictures/{name})\n" for n, name in enumerate(pictures, 1))
    for example in EXAMPLES:
        answers = example.answers(desk)
        mark, part = desk.marked(answers)[example.label]
        yield f"\n## {example.title}\n"
        yield f"Answer {example.label}, where `{desk.write(example.label, desk.key(example.label))}` is right:\n"
        yield "| | |\n|---|---|"
        yield f"| written | `{part.answered.text}` |"
        if part.read:
            yield f"| read as | {part.read.text} |"
        yield f"| mark | **{mark.state}**, {part.points} of {part.of} points: {part.reason.text} |"
        if mark.pending:
            yield "| to look at | yes: a person decides |"
        if mark.diagnosis:
            yield f"| found | {mark.diagnosis.sort} |"
        if part.mistake:
            yield f"| feedback | {part.mistake} |"
        if part.step:
            math = "".join(f" ${formula}$" for formula in part.step.math)
            yield f"| first step that differs | {part.step.why}{math} |"


def main(docs: Path) -> None:
    """Write the page and the pictures of its paper."""
    desk = Desk.laid()
    names = []
    for number, picture in enumerate(render_pages(paper_document(desk.exam, desk.paper, desk.bank), ppi=60), 1):
        names.append(f"marking-{number}.png")
        (docs / "pictures" / names[-1]).write_bytes(picture)
    (docs / "marking_examples.md").write_text("\n".join(page(desk, names)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
