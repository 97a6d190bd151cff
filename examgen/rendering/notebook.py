"""A variant, its solution and a mark as pieces of HTML with MathML, for notebooks."""

from __future__ import annotations

from dataclasses import dataclass

from examgen.rendering.document import Block, Inline, Option, Picture, Step, StudentText, Tex
from examgen.rendering.templating import template
from examgen.rendering.translation import translate


@dataclass(frozen=True)
class ShownAsk:
    """One thing to answer; ``answer`` or ``answer_words`` is the right one, where it is shown."""

    label: str
    text: Inline
    hint: Inline
    listed: tuple[Option, ...] = ()
    attested_by: str = ""
    answer: Tex = ""
    answer_words: Inline = ""


@dataclass(frozen=True)
class ShownVariant:
    """A problem, and where there are steps its solution."""

    title: Inline
    facts: str
    stem: Block
    asks: tuple[ShownAsk, ...]
    picture: Picture | None = None
    stem_after: Block = ""
    steps: tuple[Step, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class ShownVerdict:
    """What one answer is worth, and why."""

    label: str
    written: StudentText
    state: str
    share: str
    rule: StudentText
    feedback: Block = ""


@dataclass(frozen=True)
class ShownMark:
    """What the answers to a problem are worth."""

    title: Inline
    share: str
    verdicts: tuple[ShownVerdict, ...]
    language: str = "en"


def html(document: ShownVariant | ShownMark) -> str:
    """A piece of HTML that stands by itself: no script, no network, formulas as MathML.

    Raises:
        RenderingError: a text cannot be converted; the message names it.
    """
    if isinstance(document, ShownVariant):
        return template("html/variant.html.j2", "html").render(shown=translate([document], "html")[0])
    return template("html/mark.html.j2", "html").render(shown=translate([document], "html")[0])
