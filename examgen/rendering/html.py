"""Feedback as HTML pages, and pieces of HTML for notebooks: without scripts, and nothing of them needs a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from examgen.rendering.document import Feedback, ShownMark, ShownVariant
from examgen.rendering.templating import fill
from examgen.rendering.translation import translate
from examgen.rendering.words import words

_CHUNK = 100  # pages whose texts are converted together, see `examgen.rendering.pdf`


def render_feedback(feedback: Iterable[Feedback]) -> Iterator[str]:
    """Yield the page of each student, in order; the same feedback gives the same text in every run.

    Raises:
        RenderingError: a text cannot be converted; the message names it.
    """
    queue = iter(feedback)
    while chunk := list(islice(queue, _CHUNK)):
        for page in translate(chunk, "html"):
            yield fill("html/feedback.html.j2", "html", feedback=page, words=words(page.language))


def shown(document: ShownVariant | ShownMark) -> str:
    """A piece of HTML that stands by itself, formulas as MathML.

    Raises:
        RenderingError: a text cannot be converted; the message names it.
    """
    (converted,) = translate([document], "html")
    name = "html/variant.html.j2" if isinstance(document, ShownVariant) else "html/mark.html.j2"
    return fill(name, "html", shown=converted)
