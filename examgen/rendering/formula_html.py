"""A formula on a page: one ``<math>``, and where it is wider than a phone a region of its own, which scrolls."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from examgen.rendering.formula import parse, width
from examgen.rendering.languages import gettext
from examgen.rendering.mathml import mathml
from examgen.rendering.speech import spoken

_PHONE = 12.5
"""So many em stand beside each other on a page of 320 pixels, within the frame of an answer."""


@lru_cache(maxsize=8192)
def within_text(tex: str, displayed: bool, language: str) -> str:
    """A formula as it stands in a sentence, or with ``displayed`` on a line of its own."""
    made = _scrolling(tex, mathml(parse(tex)), language)
    return f'<span class="display">{made}</span>' if displayed else made


def alone(tex: str, language: str) -> str:
    """A formula that is a field of its own, such as an answer: in the style of a displayed one."""
    return _scrolling(tex, mathml(parse(tex), displayed=True), language)


def _scrolling(tex: str, math: str, language: str) -> str:
    if width(parse(tex)) <= _PHONE:
        return math
    say = gettext(language)
    name = escape(f"{say('Formula')}: {spoken(tex, language)}")
    return f'<span class="scrolling" role="group" tabindex="0" aria-label="{name}">{math}</span>'
