"""Which questions share a page, and how much working space they have there.

This is found before anything is set, from about how high everything is.

A question stays on one page. Where the next one would nearly fit, working spaces shrink a little; what a page has left in the
end, the style file adds to them. So no page stays half empty, and none is set twice to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from examgen.rendering.document import Paper, Part, Problem, Section
from examgen.rendering.formula import FormulaError, Matrix, Node, parse
from examgen.rendering.room import reading_width

_MM = 0.3528  # of a point
_LINE = 1.26  # of the size of letters: from one line of text to the next
HANDWRITING = 8.0
"""A line of handwriting, in mm."""
_BOXES = {"line": (54.0, 12.0), "list": (66.0, 12.0), "grid": (68.0, 24.0), "text": (0.0, 30.0), "options": (0.0, 0.0)}
"""How wide and high an answer box is, in mm, as in the style file."""
_PAGES = {"a4": (170.0, 262.0), "us-letter": (175.9, 244.4)}
"""The width and height of a page's text, in mm."""
_MARGIN = 3.0
"""What is kept free, because heights are only about right."""
_LEAST = 0.4
"""To how much of itself a working space shrinks at most."""


class _Height(NamedTuple):
    """A question's height with one line of working space for each part, and what it has of that besides, in mm."""

    fixed: float
    room: float


class _Plan(NamedTuple):
    """The best way to set the questions up to one: how bad it is, where its page begins, how much of its space is left there."""

    badness: float
    start: int
    share: float
    slack: float


def planned(paper: Paper) -> Paper:
    """A paper with its questions shared out among pages."""
    problems = [
        (problem, place == 0 and section)
        for section in paper.sections
        for place, problem in enumerate(section.problems)
    ]
    measure = _Measure(paper)
    heights = [measure.problem(problem, section or None) for problem, section in problems]
    if not heights:
        return paper
    plans = _shortest(heights, measure.front(), measure.limit)
    made: list[Problem] = []
    end = len(heights)
    pages: list[tuple[int, int, _Plan]] = []
    while end:
        plan = plans[end]
        pages.append((plan.start, end, plan))
        end = plan.start
    for start, end, plan in reversed(pages):
        for place in range(start, end):
            problem = problems[place][0]
            parts = tuple(_with_share(part, plan.share) for part in problem.parts)
            # a break is written down where the page has room enough that nothing moves even if the heights are wrong
            begins = place == start and start > 0 and plans[start].slack > 3 * _MARGIN
            made.append(replace(problem, parts=parts, begins_page=begins))
    return replace(paper, sections=tuple(_sections(paper, made)))


def _sections(paper: Paper, problems: Sequence[Problem]) -> Iterator[Section]:
    taken = 0
    for section in paper.sections:
        yield replace(section, problems=tuple(problems[taken : taken + len(section.problems)]))
        taken += len(section.problems)


def _with_share(part: Part, share: float) -> Part:
    return replace(part, lines=1 + int(2 * (part.lines - 1) * share) / 2) if part.lines > 1 and share < 1 else part


def _shortest(heights: Sequence[_Height], front: float, limit: float) -> list[_Plan]:
    plans = [_Plan(0, 0, 1, 0)]
    for end in range(1, len(heights) + 1):
        best: _Plan | None = None
        fixed = room = 0.0
        for start in range(end - 1, -1, -1):
            fixed, room = fixed + heights[start].fixed, room + heights[start].room
            used = fixed + (front if start == 0 else 0)
            alone = start == end - 1
            if used + _LEAST * room > limit and not alone:
                break
            page = _page(limit - used, room, is_last=end == len(heights), limit=limit)
            total = plans[start].badness + page.badness
            if best is None or total < best.badness:
                best = _Plan(total, start, page.share, page.slack)
        assert best is not None
        plans.append(best)
    return plans


def _page(left: float, room: float, *, is_last: bool, limit: float) -> _Plan:
    """How bad one page is, with so much left for so much working space."""
    if left < _LEAST * room:
        return _Plan(6.0, 0, 1.0, 0)  # a question longer than a page
    share = min(1.0, left / room) if room else 1.0
    slack = left - share * room
    spread = 0.0 if is_last else (slack / (room + 40)) ** 2 / 2 + (3.0 if not room and slack > limit / 3 else 0.0)
    return _Plan(1 + 1.5 * (1 - share) ** 2 + spread, 0, share, slack)


class _Measure:
    """About how high the pieces of a paper are, in mm."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.em = paper.form.size * _MM
        self.width, height = _PAGES[paper.form.paper]
        self.limit = height - _MARGIN
        self.handwriting = max(HANDWRITING, HANDWRITING * 0.62 * paper.form.size / 10.5)

    def text(self, markdown: str, width: float) -> float:
        """A text in so many mm."""
        if not markdown.strip():
            return 0.0
        pieces = [
            piece for piece in re.split(r"\n\s*\n|(\$\$.+?\$\$)", markdown, flags=re.DOTALL) if piece and piece.strip()
        ]
        return sum(self._paragraph(piece.strip(), width / self.em) for piece in pieces) + 0.55 * self.em * (
            len(pieces) - 1
        )

    def _paragraph(self, text: str, width: float) -> float:
        if text.startswith("$$"):
            return (rows_high(text.strip("$")) * 1.3 + 0.4) * self.em
        lines = text.split("\n")
        if text.startswith("```") or "|" in lines[0]:
            tabular = "|" in lines[0]
            return (len(lines) - tabular) * (_LINE * self.em + (1.4 if tabular else 0.0))
        items = lines if re.match(r"[-*+]|\d+[.)]\s", text) else [" ".join(lines)]
        taller = max((rows_high(tex) for tex in re.findall(r"\$([^$]+)\$", text)), default=1)
        rows = sum(max(1, ceil(reading_width(item) / width)) for item in items)
        return (rows * _LINE - 0.1 * len(items) + (taller - 1) * 1.3) * self.em  # below a paragraph there is no leading

    def front(self) -> float:
        """The head of the first page."""
        paper, em = self.paper, self.em
        count = sum(len(section.problems) for section in paper.sections) + 1
        head = 1.0 * em + 1.5 + 2.3 * em + 1.5 + 1.26 * em
        student = (
            3.5 + 3 + 0.9 * em + (1.26 if len(paper.student_name) < 30 else 2.5) * em + (13 if paper.honour else 0)
        )
        table = ceil(count / 14) * (2.5 + 6.5 + 2 * (1.13 * em + 1.4))
        text = 3 + self.text(paper.instructions, self.width)
        told = (paper.conventions, self.width - 5), (paper.formulas, self.width / 2 - 6)
        boxes = sum(
            6
            + em
            + sum(0.9 * self.text(each, width / 0.9) + 0.35 * em for each in texts)
            / (1 if texts is paper.conventions else 2)
            for texts, width in told
            if texts
        )
        return head + student + table + text + boxes

    def problem(self, problem: Problem, section: Section | None) -> _Height:
        """A question, with the head of its section where it is the first."""
        height = 4.5 + max(5.2, 1.4 * self.em) + 1.2
        if section is not None and section.title:
            height += 6 + 1.7 * self.em + 0.8 - 2
        if section is not None and section.text:
            height += 2 + self.text(section.text, self.width)
        height += self._stem(problem)
        room = 0.0
        for place, part in enumerate(problem.parts):
            fixed, working = self._part(part)
            kept = min(working, self.handwriting)  # one line stays, however narrow the page is
            height += fixed + kept + (2.0 if place else 1.6)
            room += working - kept
        return _Height(height, room)

    def _stem(self, problem: Problem) -> float:
        picture = problem.picture
        if picture is None:
            return self.text(problem.stem, self.width)
        scale = (0.68 if picture.width > 400 else 0.76) * _MM * self.paper.form.size / 11
        across, high = picture.width * scale, picture.height * scale
        if across < 0.42 * self.width:
            beside = self.width - 6 - across
            text = self.text(problem.stem, beside) + (
                self.text(problem.stem_after, beside) + 1.9 if problem.stem_after else 0
            )
            return max(text, high)
        high *= min(1.0, self.width / across)
        after = 1.4 + self.text(problem.stem_after, self.width) if problem.stem_after else 0.0
        return self.text(problem.stem, self.width) + 1.6 + high + after

    def _part(self, part: Part) -> tuple[float, float]:
        """Its height without working space, and its working space."""
        width = self.width - (1.9 * self.em if part.label else 0)
        text = self.text(part.text, width - 14 if part.label else width)
        head = text + 1.2 if text else 0.0
        working = part.lines * self.handwriting
        if part.blank == "options":
            column = width / part.columns - 2.7 * self.em
            rows = [part.options[start : start + part.columns] for start in range(0, len(part.options), part.columns)]
            options = sum(max(self.text(option.text, column) for option in row) + 1.1 for row in rows) - 1.1
            return (head + options, 0.0) if working <= options else (head, working)
        across, high = _BOXES[part.blank]
        high *= (
            2.0 if self.paper.form.size > 13 and part.blank in ("line", "list") else max(1.0, self.paper.form.size / 13)
        )
        listed = sum(self.text(item.text, width - 1.4 * self.em) + 0.8 for item in part.listed) + (
            4 if part.listed else 0
        )
        if not across:
            return head + listed + working + 1.5 + high, 0.0
        if part.text_lines and not part.listed:
            above = part.text_lines * _LINE * self.em + (1 if part.lines else 0)
            return (high, 0.0) if above + working <= high else (above, working)
        # the box stands beside the working space, which is as high at least
        return (head + listed + high, 0.0) if working <= high else (head + listed, working)


def rows_high(tex: str) -> float:
    """How many lines of text a formula is high."""
    try:
        return _rows(parse(tex.strip()))
    except FormulaError:
        return 1.0


def _rows(node: Node) -> float:
    if isinstance(node, Matrix):
        return float(len(node.rows))
    children = (child for child in node if isinstance(child, tuple))
    nested = (item for child in children for item in (child if type(child) is tuple else (child,)))
    tallest = max((_rows(item) for item in nested if type(item) is not tuple), default=1.0)
    return max(tallest, 1.5) if type(node).__name__ == "Fraction" else tallest
