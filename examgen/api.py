"""The public functions: draw a variant of a question, solve it, mark answers to it. See `examgen`."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import islice
from typing import Any

from examgen.answers import Choice
from examgen.arrays import Array
from examgen.bank.bank import Bank
from examgen.derivation.lines import Derivation
from examgen.errors import UserError
from examgen.judge import Answer, Rules, Verdict, Work, judge, read_answer, words
from examgen.question.entry import Entry
from examgen.question.question import Question
from examgen.question.selection import any_variant, candidates, seeded
from examgen.rendering import picture, stem
from examgen.rendering.document import (
    Part,
    PrintedOption,
    Problem,
    ShownMark,
    ShownVariant,
    ShownVerdict,
    Step,
    StudentText,
)
from examgen.rendering.html import shown
from examgen.rendering.worked import answer, worked
from examgen.verify import witness
from examgen.verify.witness import Attested
from examgen.wording import ATTESTED


@dataclass(frozen=True)
class Variant:
    """One problem: a question with its parameters. A notebook shows it as a student sees it.

    Attributes:
        question: the instance of the question's class.
    """

    question: Question

    @property
    def id(self) -> str:
        """The id of its question: ``convolution.output_size``."""
        return self.question.id

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters, ready for JSON; `solve` reproduces this variant from them."""
        return self.question.settings

    @property
    def statement(self) -> str:
        """The statement, Markdown with TeX math."""
        return stem.stem(self.question)

    @property
    def asks(self) -> Mapping[str, str]:
        """The text of each ask, by name; Markdown with TeX math."""
        return {name: stem.ask(self.question, name) for name in self.question.asks}

    def __str__(self) -> str:
        return "\n\n".join((self.statement, *self.asks.values()))

    def _repr_html_(self) -> str:
        return shown(_shown(self.question))


@dataclass(frozen=True)
class Solution:
    """A variant with its right answers, on which both witnesses agree.

    Attributes:
        attested: the witnesses' findings in full.
    """

    attested: Attested

    @property
    def variant(self) -> Variant:
        """What was solved."""
        return Variant(self.attested.variant)

    @property
    def answers(self) -> Mapping[str, str]:
        """The right answers by the names of the asks, as a student would write them."""
        asks = self.attested.variant.asks
        return {name: asks[name].type.write(value) for name, value in self.attested.key.items()}

    @property
    def key(self) -> Mapping[str, Array]:
        """The right answers as values: integers, floats, fractions and nested tuples of them."""
        return self.attested.key

    @property
    def attested_by(self) -> Mapping[str, str]:
        """What attests each answer besides the derivation: ``Keras``, ``Computed`` or ``Sourced``."""
        return {name: ask.attestation for name, ask in self.attested.variant.asks.items()}

    @property
    def derivation(self) -> Derivation:
        """The worked solution, line by line."""
        return self.attested.derivation

    @property
    def wrong_answers(self) -> Mapping[str, Mapping[str, Array]]:
        """The answers that misconceptions lead to, by their names."""
        return self.attested.wrong_answers

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.answers.items())

    def _repr_html_(self) -> str:
        return shown(_shown(self.attested.variant, self.attested))


@dataclass(frozen=True)
class Mark:
    """The marks for answers to a variant. A notebook shows each answer with its verdict and the reason.

    Attributes:
        variant: the variant that was answered.
        verdicts: what was found of each answer, by the names of the asks.
    """

    variant: Variant
    verdicts: Mapping[str, Verdict]
    _work: Work
    _rules: Rules

    @cached_property
    def share(self) -> Fraction:
        """The share of the points that is certain, from 0 to 1."""
        return self._weighed({name: verdict.share for name, verdict in self.verdicts.items()})

    @cached_property
    def highest(self) -> Fraction:
        """The largest possible share; it exceeds ``share`` only while an answer is pending."""
        return self._weighed({name: max(verdict.share, verdict.highest) for name, verdict in self.verdicts.items()})

    @property
    def right(self) -> bool:
        """Whether every answer is right."""
        return all(verdict.right for verdict in self.verdicts.values())

    def why(self, ask: str) -> str:
        """Why an answer earned its points: the rule and, if there is one, the common mistake that leads to it."""
        return " ".join(filter(None, (self._rule(ask), words.feedback(self.variant.question, self.verdicts[ask]))))

    def _rule(self, ask: str) -> str:
        labels = {name: name for name in self.verdicts}
        return words.rule(self.verdicts[ask], self._work.answers[ask], self._work.key[ask], self._rules, labels)

    def _weighed(self, shares: Mapping[str, Fraction]) -> Fraction:
        weights = {name: ask.weight for name, ask in self.variant.question.asks.items()}
        return sum((shares[name] * weights[name] for name in shares), Fraction(0)) / sum(weights.values())

    def __str__(self) -> str:
        return "\n".join(f"{name}: {verdict.state}. {self.why(name)}" for name, verdict in self.verdicts.items())

    def _repr_html_(self) -> str:
        variant = self.variant.question
        verdicts = (
            ShownVerdict(
                label=name,
                written=StudentText(self._work.answers[name].text),
                state=verdict.state.replace("-", " "),
                share=f"{float(verdict.share):.0%}",
                rule=StudentText(self._rule(name)),
                feedback=words.feedback(variant, verdict),
            )
            for name, verdict in self.verdicts.items()
        )
        return shown(ShownMark(variant.title, f"{float(self.share):.0%} of the points", tuple(verdicts)))


def sample(question: str, count: int = 1, *, seed: str | None = None, bank: Bank | None = None) -> list[Variant]:
    """Draw variants of a question.

    Args:
        question: its id, ``convolution.output_size``; `Bank().ids` lists them.
        count: the number of variants.
        seed: any text; the same text draws the same variants on every machine. Default: a random seed.
        bank: where to look for the question. Default: the questions of examgen.

    Raises:
        UserError: there is no such question.
    """
    entry = (bank or _default_bank()).question(question)
    text = seed or secrets.token_hex(8)
    drawn: Iterator[Question] = (next(candidates(entry, seeded(f"{text}-{n}", entry), {})) for n in range(count))
    return [Variant(variant) for variant in islice(drawn, count)]


def solve(
    question: str | Variant | Question, *, seed: str | None = None, bank: Bank | None = None, **parameters: Any
) -> Solution:
    """Solve a question with both witnesses.

    Args:
        question: a variant, or the id of a question.
        seed: any text, from which parameters are drawn that are not given and have no default.
        bank: where to look for the id. Default: the questions of examgen.
        **parameters: values of parameters, such as ``n=28``.

    Raises:
        UserError: there is no such question, or no variant with these parameters.
        WitnessError: the witnesses disagree, which is a defect of the question.
    """
    variant = _variant(question, seed, bank, parameters)
    (attested,) = witness.attest([variant])
    return Solution(attested)


def mark(
    variant: Variant | Solution | Question, answers: Mapping[str, str] | str, *, rules: Rules | None = None
) -> Mark:
    """Mark answers to a variant as an exam does by default: with follow-through and a diagnosis of mistakes.

    Args:
        variant: the variant that was answered.
        answers: the text of each answer, by the names of the asks; or the answer itself if there is only one ask.
        rules: the rules of marking. Default: those of an exam.

    Raises:
        UserError: an answer is given for an ask that does not exist.
        WitnessError: the witnesses disagree, which is a defect of the question.
    """
    solution = variant if isinstance(variant, Solution) else solve(variant)
    attested = solution.attested
    asks = attested.variant.asks
    if isinstance(answers, str):
        if len(asks) > 1:
            raise UserError(f"{attested.variant.id} asks for {', '.join(asks)}; give the answers by these names")
        answers = dict.fromkeys(asks, answers)
    if unknown := [name for name in answers if name not in asks]:
        raise UserError(f"{attested.variant.id} does not ask for {unknown[0]!r}; it asks for {', '.join(asks)}")
    read: dict[str, Answer] = {
        name: read_answer(ask.type, answers.get(name, ""), ask=ask.text) for name, ask in asks.items()
    }
    work = Work(attested.variant, attested.key, attested.wrong_answers, read)
    rules = rules or Rules()
    ((verdicts,),) = judge([[work]], rules)
    return Mark(solution.variant, verdicts, work, rules)


@cache
def _default_bank() -> Bank:
    return Bank()


def _variant(
    question: str | Variant | Question, seed: str | None, bank: Bank | None, parameters: Mapping[str, Any]
) -> Question:
    if isinstance(question, str):
        entry: Entry = (bank or _default_bank()).question(question)
        return any_variant(entry, seeded(seed or secrets.token_hex(8), entry), parameters)
    variant = question.question if isinstance(question, Variant) else question
    if not parameters:
        return variant
    entry = variant.entry
    return any_variant(entry, seeded(seed or "", entry), {**variant.settings, **parameters})


def _shown(variant: Question, attested: Attested | None = None) -> ShownVariant:
    """A variant as a notebook shows it, with its solution where it is attested."""
    split = picture.statement(variant)
    lines = attested.derivation.lines if attested else ()
    steps = (worked(variant, line) for line in lines)
    problem = Problem(
        number="",
        points="",
        title=variant.title,
        stem=split.before,
        picture=split.picture,
        stem_after=split.after,
        parts=tuple(_part(variant, name, attested) for name in variant.asks),
        solution=tuple(Step(step.why, step.shown, step.columns) for step in steps),
    )
    return ShownVariant(problem, f"{variant.id}, level {variant.level}")


def _part(variant: Question, name: str, attested: Attested | None) -> Part:
    ask = variant.asks[name]
    tex, in_words = answer(ask.type, attested.key[name]) if attested else ("", "")
    return Part(
        label=name if len(variant.asks) > 1 else "",
        text=stem.ask(variant, name),
        points="",
        blank=ask.type.blank,
        hint="" if isinstance(ask.type, Choice) else ask.type.hint,
        listed=tuple(PrintedOption(label, text) for label, text in ask.type.listed),
        attested_by=f"attested by {ATTESTED[ask.attestation]} and by the derivation" if attested else "",
        answer=tex,
        answer_words=in_words,
    )
