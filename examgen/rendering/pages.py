"""Which questions share a page, and how much working space they have there.

This is found before anything is set, from about how high everything is: the cheapest way of cutting the paper into pages. A question
stays on one page where it can. Where that would leave a page half empty or take a page more, it goes on over the page between two of its
parts, and its statement and data are printed again above those that follow. Working spaces shrink a little where the next question
nearly fits, and grow where a page has room; what is left in the end, the style file adds to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from examgen.rendering.document import Paper, PaperSection, Part, PrintedOption, Problem
from examgen.rendering.formula import FormulaError, MatrixNode, Node, clauses, parse
from examgen.rendering.formula import width as formula_width
from examgen.rendering.room import CODE, clause_lines, line_width, points_width, text_lines

_RULE = re.compile(r"[|:\- ]+")
_ITEM = re.compile(r"[-*+]\s|\d+[.)]\s")
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
_MORE = 5.0
"""By so many lines of handwriting a working space grows at most, and by more where letters are larger."""
_SPREAD = 1.1
"""By so much of the size of letters options in large print move apart at most."""
_NEVER = 100.0
_FRONT = 30.0
"""By so many mm the height of the head of a paper may be wrong in large print."""
_SPARE = 0.3
"""The part of a page that may be left over, unless the page ends a section."""


class _Piece(NamedTuple):
    """A part of a question, the first one with the question's head and statement.

    Attributes:
        fixed: its height with one line of working space, in mm.
        room: what it has of working space besides.
        grows: by how much a page with room makes its working space larger at most, or moves its options apart, in mm.
        again: what stands above it where a page begins with it: the statement once more; nothing above a question's first part.
        ends: whether a section ends with it.
    """

    fixed: float
    room: float
    grows: float
    again: float
    ends: bool


class _Plan(NamedTuple):
    """The best way to set the paper up to a piece: how bad it is, where its page begins, and what becomes of the space there.

    Attributes:
        share: to how much of themselves working spaces shrink.
        more: how much of what they may grow they do.
        slack: what is left over, in mm.
    """

    badness: float
    start: int
    share: float = 1.0
    more: float = 0.0
    slack: float = 0.0


def planned(paper: Paper) -> Paper:
    """A paper with its questions shared out among pages."""
    measure = _Measure(paper)
    pieces = list(measure.pieces())
    if not pieces:
        return paper
    front = measure.front()
    front_alone = front + pieces[0].fixed > measure.limit  # large print: the head of the paper fills a page
    over = front > measure.limit - _FRONT  # so long that a box of it may stand on the next page
    rest = max(_FRONT, front - measure.limit + 2 * _MARGIN)  # of the head, on the next page
    plans = _cheapest(pieces, rest if over else 0.0 if front_alone else front, measure)
    page_of: dict[int, _Plan] = {}
    # the breaks that are certain even if the heights are only about right
    begins = {0} if front_alone and not over else set()
    starts: set[int] = set()
    end = len(pieces)
    while end:
        plan = plans[end]
        page_of.update(dict.fromkeys(range(plan.start, end), plan))
        starts.add(plan.start)
        if plan.start and plans[plan.start].slack > 3 * _MARGIN:
            begins.add(plan.start)
        end = plan.start
    made: list[Problem] = []
    place = 0
    for problem in (problem for section in paper.sections for problem in section.problems):
        after = place + len(problem.parts)
        parts = tuple(measure.with_space(part, page_of[place + i]) for i, part in enumerate(problem.parts))
        breaks = tuple(start - place for start in range(place + 1, after) if start in starts)
        made.append(replace(problem, parts=parts, begins_page=place in begins, breaks=breaks))
        place = after
    return replace(paper, sections=tuple(_sections(paper, made)))


def _sections(paper: Paper, problems: Sequence[Problem]) -> Iterator[PaperSection]:
    taken = 0
    for section in paper.sections:
        yield replace(section, problems=tuple(problems[taken : taken + len(section.problems)]))
        taken += len(section.problems)


def _grows(part: Part) -> bool:
    """Whether a page with room makes the working space larger, or the box for an answer in words; options move apart instead."""
    return part.blank != "options" and (part.lines > 0 or (part.blank == "text" and not part.hint))


def _gaps(part: Part) -> int:
    """How many spaces there are below options and sentences that are numbered."""
    return ceil(len(part.options) / part.columns) + max(len(part.listed) - 1, 0)


def _cheapest(pieces: Sequence[_Piece], front: float, measure: _Measure) -> list[_Plan]:
    plans = [_Plan(0, 0)]
    for end in range(1, len(pieces) + 1):
        best: _Plan | None = None
        fixed = room = grows = 0.0
        for start in range(end - 1, -1, -1):
            fixed, room = fixed + pieces[start].fixed, room + pieces[start].room
            grows += pieces[start].grows
            used = fixed + (pieces[start].again if start else front)
            if used + _LEAST * room > measure.limit and start < end - 1:
                break
            after = pieces[end] if end < len(pieces) else None
            goes_on = after is not None and after.again > 0
            left = measure.limit - used - (_MARGIN if goes_on else 0)
            may_end = _may_end(pieces[end - 1], after)
            page = _page(left, room, grows, limit=measure.limit, may_end=may_end)
            total = plans[start].badness + page.badness
            if start and pieces[start].again:
                total += 0.4 + pieces[start].again / measure.limit
            if after is not None and goes_on and page.slack > after.fixed + after.room:
                total += _NEVER  # the part that follows fits this page
            if best is None or total < best.badness:
                best = page._replace(badness=total, start=start)
        assert best is not None
        plans.append(best)
    return plans


def _may_end(piece: _Piece, after: _Piece | None) -> float:
    """How much it counts that a page ends here half empty: nothing on the last page, less where a section ends."""
    return 0.0 if after is None else 0.4 if piece.ends else 1.0


def _page(left: float, room: float, grows: float, *, limit: float, may_end: float) -> _Plan:
    """How bad one page is, with so much left for so much working space, which grows at most so much; one page is as bad as 1."""
    if left < _LEAST * room:
        return _Plan(6.0, 0)  # a part longer than a page
    if left < room:
        share = left / room
        return _Plan(1 + 1.5 * (1 - share) ** 2, 0, share)
    more = min(max(left - room - 3 * _MARGIN, 0) / grows, 1) if grows else 0.0
    slack = left - room - more * grows
    spare = slack / limit
    empty = spare**2 + (1.2 + spare if spare > _SPARE else 0.0)
    return _Plan(1 + may_end * empty, 0, 1.0, more, slack)


class _Measure:
    """About how high the pieces of a paper are, in mm."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.em = paper.form.size * _MM
        self.width, height = _PAGES[paper.form.paper]
        self.limit = height - _MARGIN
        self.handwriting = max(HANDWRITING, HANDWRITING * 0.62 * paper.form.size / 10.5)
        self.large = paper.form.is_large
        self.more = _MORE * paper.form.size / 10.5
        self.spread = _SPREAD * self.em if self.large else 0.0

    def with_space(self, part: Part, page: _Plan) -> Part:
        """A part with the working space that its page leaves it."""
        lines, spread = part.lines, 0.0
        if lines > 1:
            lines = 1 + (lines - 1) * page.share
        if _grows(part):
            lines += page.more * self.more
        elif part.blank == "options":
            spread = page.more * self.spread
            if lines:  # the working space beside options is as high as they are
                lines = max(
                    lines, (self._options(part, self._across(part)) + spread * (_gaps(part) - 1)) / self.handwriting
                )
        elif part.listed:
            spread = page.more * self.spread
        return replace(part, lines=int(2 * lines) / 2, spread=round(spread, 1))

    def text(self, markdown: str, width: float, behind: float = 0.0) -> float:
        """A text in so many mm, with so many em behind its last word."""
        if not markdown.strip():
            return 0.0
        pieces = [
            piece for piece in re.split(r"\n\s*\n|(\$\$.+?\$\$)", markdown, flags=re.DOTALL) if piece and piece.strip()
        ]
        return sum(
            self._paragraph(piece.strip(), width / self.em, behind if place == len(pieces) - 1 else 0.0)
            for place, piece in enumerate(pieces)
        ) + 0.55 * self.em * (len(pieces) - 1)

    def _paragraph(self, text: str, width: float, behind: float) -> float:
        if text.startswith("$$"):
            return self._display(text.strip("$"), width)
        lines = text.split("\n")
        if text.startswith("```"):
            across = (width * self.em - 6) / (CODE * self.em)
            return sum(max(ceil(len(line) / across), 1) for line in lines[1:-1]) * 0.78 * self.em + 3.2
        if "|" in lines[0]:
            return self._table(
                [line.strip().strip("|").split("|") for line in lines if not _RULE.fullmatch(line)], width
            )
        items = lines if _ITEM.match(text) else [" ".join(lines)]
        rows = sum(text_lines(item, width, behind) for item in items)
        taller = sum(
            max((rows_high(tex) for tex in re.findall(r"\$([^$]+)\$", item)), default=1.0) - 1 for item in items
        )
        between = 0.2 * (len(items) - 1)
        return (
            rows * _LINE - 0.1 * len(items) + between + taller * 1.3
        ) * self.em  # below a paragraph there is no leading

    def _display(self, tex: str, width: float) -> float:
        """A displayed formula; a long one falls into its clauses."""
        try:
            tree = parse(tex.strip())
        except FormulaError:
            return 1.7 * self.em
        parts = clauses(tree)
        if formula_width(tree) <= min(width, 40.0) or len(parts) == 1:
            return (_rows(tree) * 1.3 - 0.35) * self.em
        high = 0.6 if formula_width(tree) > 40.0 else -0.1  # the space above and below a very long one
        parts = list(parts)
        for count in clause_lines([formula_width(part) for part in parts], width, 1.5):
            line, parts = parts[:count], parts[count:]
            high += max(_LINE, max(map(_rows, line)) * 1.3 - 0.25)
        return high * self.em

    def _table(self, rows: Sequence[Sequence[str]], width: float) -> float:
        """A table, of which the widest column gives way where it is too wide."""
        columns = max(map(len, rows))
        padding = 4.0 / self.em
        wide = [max(line_width(row[c].strip()) for row in rows if c < len(row)) for c in range(columns)]
        widest = max(range(columns), key=lambda c: wide[c])
        over = sum(wide) + padding * columns - width
        lines = [
            text_lines(row[widest].strip(), wide[widest] - over) if over > 0 and widest < len(row) else 1
            for row in rows
        ]
        return sum((_LINE * count - 0.1) * self.em + 1.4 for count in lines)

    def front(self) -> float:
        """The head of the first page."""
        paper, em = self.paper, self.em
        count = sum(len(section.problems) for section in paper.sections) + 1
        letters = (1.61 if self.large else 2.24) * em  # of the title
        title = text_lines(f"**{paper.title}**", (self.width - (30 if paper.logo else 0)) / letters)
        head = 2.9 + 1.79 * em + _LINE * letters * title
        rows = 2 if self.large else 1  # the name has a row of its own in large print
        student = 3.5 + rows * (3.21 * em + 0.5) + (3 + 2.75 * em if paper.honour else 0)
        student += 0.0 if len(paper.student_name) < 30 else 1.26 * em
        table = ceil(count / 14) * (11.7 + 2.1 * em)
        text = 3 + self.text(paper.instructions, self.width)
        told = (
            (paper.conventions, self.width - 5),
            (paper.formulas, self.width / 2 - 6 if len(paper.formulas) > 1 else self.width - 5),
        )
        boxes = sum(
            6
            + em
            + sum(0.9 * self.text(each, width / 0.9) + 0.35 * em for each in texts)
            / (2 if texts is paper.formulas and len(texts) > 1 else 1)
            for texts, width in told
            if texts
        )
        return head + student + table + text + boxes

    def pieces(self) -> Iterator[_Piece]:
        """The parts of all questions, with what stands above them."""
        for section in self.paper.sections:
            for place, problem in enumerate(section.problems):
                stem = self._stem(problem)
                drawn = problem.picture is None or problem.picture.again
                again = stem if drawn else self._stem(replace(problem, picture=None))
                title = text_lines(problem.title, (self.width / self.em - 9) / 1.2)
                head = 4.5 + max(5.2, 1.4 * title * self.em) + 1.2 + stem
                if place == 0 and section.title:
                    head += 6 + 1.8 * self.em + 0.8 - 2
                if place == 0 and section.text:
                    head += 2 + self.text(section.text, self.width)
                last = len(problem.parts) - 1
                for number, part in enumerate(problem.parts):
                    least = self._part(part, min(part.lines, 1))  # one line stays, however narrow the page is
                    yield _Piece(
                        least + (2.0 if number else 1.6 + head),
                        self._part(part, part.lines) - least,
                        self.more * self.handwriting if _grows(part) else self.spread * _gaps(part),
                        1.3 * self.em + 2.4 + again if number else 0.0,
                        number == last and problem is section.problems[-1],
                    )

    def _stem(self, problem: Problem) -> float:
        picture = problem.picture
        if picture is None:
            after = self.text(problem.stem_after, self.width)
            return self.text(problem.stem, self.width) + (0.5 * self.em + after if after else 0.0)
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

    def _part(self, part: Part, lines: float) -> float:
        """Its height with so many lines of working space."""
        width = self._across(part)
        text = self.text(part.text, width, points_width(part.points) if part.label else 0.0)
        head = text + 1.2 if text else 0.0
        working = lines * self.handwriting
        if part.blank == "options":
            return head + max(self._options(part, width), working)
        across, high = _BOXES[part.blank]
        high *= 2.0 if self.large and part.blank in ("line", "list") else max(1.0, self.paper.form.size / 13)
        high = max(high, part.hint_lines * 0.86 * self.em + (12 if self.large else 8.8))
        listed = self._listed([item for item in part.listed if item.letter.isdigit()], width)
        lettered = [item for item in part.listed if not item.letter.isdigit()]
        if part.listed and not working and across:  # the box stands beside the options
            return head + listed + max(self._listed(lettered, width - across - 4) - 2, high)
        listed += self._listed(lettered, width)
        if not across:
            return text + listed + 1.5 + high + working
        if part.text_lines and not part.listed:
            above = part.text_lines * _LINE * self.em + (1 if part.lines else 0)
            return max(high, above + working)
        # the box stands beside the working space, which is as high at least
        return head + listed + max(high, working)

    def _across(self, part: Part) -> float:
        """What its label leaves of the width."""
        return self.width - (1.9 * self.em if part.label else 0)

    def _options(self, part: Part, width: float) -> float:
        """Options to tick, in their columns."""
        column = width / part.columns - 2.7 * self.em
        rows = [part.options[start : start + part.columns] for start in range(0, len(part.options), part.columns)]
        return sum(max(self.text(option.text, column) for option in row) + 1.1 for row in rows) + 0.28 * self.em - 1.1

    def _listed(self, items: Sequence[PrintedOption], width: float) -> float:
        """Numbered sentences or lettered options, with the space below them."""
        return sum(self.text(item.text, width - 1.4 * self.em) + 0.8 for item in items) + (2 if items else 0)


def rows_high(tex: str) -> float:
    """How many lines of text a formula is high."""
    try:
        return _rows(parse(tex.strip()))
    except FormulaError:
        return 1.0


def _rows(node: Node) -> float:
    if isinstance(node, MatrixNode):
        return float(len(node.rows))
    children = (child for child in node if isinstance(child, tuple))
    nested = (item for child in children for item in (child if type(child) is tuple else (child,)))
    tallest = max((_rows(item) for item in nested if type(item) is not tuple), default=1.0)
    return max(tallest, 1.5) if type(node).__name__ == "Fraction" else tallest
