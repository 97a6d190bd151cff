"""Feedback as HTML pages, each a single file without scripts that needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from examgen.rendering.document import Feedback
from examgen.rendering.templating import template
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
            yield template("html/feedback.html.j2", "html").render(feedback=page, words=words(page.language))
