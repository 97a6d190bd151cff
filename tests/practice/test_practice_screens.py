"""What a student sees of every question: nothing wider than the terminal, and no character that a narrow encoding loses."""

from __future__ import annotations

import ast
import html
import io
import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.cells import cell_len

from examgen.bank.bank import Bank
from examgen.cli.screen import _Console
from examgen.practice.events import Asked, Code, Hinted, Posed, Solved
from examgen.practice.hints import lines_of, steps
from examgen.practice.programme import Next
from examgen.practice.stock import Stock
from examgen.practice.terminal import Screen, _line_by_line
from examgen.rendering import lookalikes
from examgen.rendering.snippet import snippet
from examgen.rendering.terminal import Prose, inline

BANK = Bank()
STOCK = Stock.of(BANK)
ENCODINGS = ("ascii", "latin-1", "cp1252")


@dataclass(frozen=True)
class Shown:
    """All that is shown of one variant: the question, its hints and its solutions."""

    question: str
    width: int
    text: str


def screens(width: int, *, plain: bool = False, every: int = 1, encoding: str = "utf-8") -> Iterator[Shown]:
    lookalikes.register()
    bank = Bank()
    stock = Stock.of(bank)
    for id_ in list(bank.ids)[::every]:
        stocked = stock.variants(id_)[0]
        variant = stocked.variant(bank)
        attested = stocked.attested(variant)
        assert attested is not None, id_
        written = io.BytesIO()
        file = io.TextIOWrapper(written, encoding=encoding, errors=lookalikes.NAME)
        console = _Console(file=file, width=width, highlight=False)
        console.plain = plain
        screen = Screen(console, lambda target: f"examgen practice {target}")
        question = Next(lambda variant=variant: variant, stocked, "new")
        screen.show([Posed(question, 1, 9)])
        for at, name in enumerate(variant.asks):
            hints = steps(attested.derivation, name)[:-1]
            screen.show([Asked(stocked.shown, at)])
            screen.show([Hinted(step, number, len(hints)) for number, step in enumerate(hints, start=1)])
            screen.show([Solved(variant, name, lines_of(attested.derivation, name), attested.key[name])])
        file.flush()
        yield Shown(id_, width, written.getvalue().decode(encoding))


def too_wide(shown: Shown) -> list[str]:
    return [line for line in map(str.rstrip, shown.text.splitlines()) if cell_len(line) > shown.width]


def lost(shown: Shown, encoding: str) -> set[str]:
    """The characters that come out as a question mark."""
    return {sign for sign in set(shown.text) if sign != "?" and "?" in lookalikes.lookalike(sign, encoding)}


def signs(markdown: str, width: int) -> Counter[str]:
    """What is said, wherever its lines are broken: its characters without blanks, boxes, and brackets of several lines."""
    written = io.StringIO()
    _Console(file=written, width=width, highlight=False).print(Prose(markdown))
    return Counter(re.sub(r"[\s\u239b-\u23ae\u2500-\u25ff|()\[\]]", "", written.getvalue()))


def test_nothing_is_left_out_of_a_statement_in_a_narrow_terminal() -> None:
    """A table or a listing is broken, never cut."""
    cut = {}
    for id_ in BANK.ids:
        shown = STOCK.variants(id_)[0].shown
        for text in (shown.before, shown.after):
            if gone := signs(text, 160) - signs(text, 60):
                cut[id_] = gone
    assert cut == {}


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_no_word_of_a_table_is_split(width: int, plain: bool) -> None:
    """Also not in a header; whatever does not fit beside each other is turned on its side."""
    tables = 0
    for id_ in BANK.ids:
        shown = STOCK.variants(id_)[0].shown
        for block in re.findall(r"(?m)(?:^\|.*\n?)+", f"{shown.before}\n\n{shown.after}"):
            words = [word for cell in re.split(r"\||\n", block) for word in inline(cell).plain.split()]
            written = io.StringIO()
            console = _Console(file=written, width=width, highlight=False)
            console.plain = plain
            console.print(Prose(block))
            seen = Counter(written.getvalue().split())
            wanted = Counter(word for word in words if not re.fullmatch(r"[-:—–]+", word))
            assert not wanted - seen or width == 40, (id_, wanted - seen)
            assert all(cell_len(line.rstrip()) <= width for line in written.getvalue().splitlines()), id_
            tables += 1
    assert tables > 20


@pytest.mark.parametrize("width", [60, 80])
def test_the_code_that_proves_an_answer_fits_and_stays_python(width: int) -> None:
    broken = 0
    for id_ in list(BANK.ids)[::4]:
        variant = STOCK.variants(id_)[0].variant(BANK)
        seen = [s for name in variant.asks if (s := variant.asks[name].observes(name)) is not None]
        if not seen or not variant.network.nodes:
            continue
        code = snippet(variant.network, seen)
        written = io.StringIO()
        console = _Console(file=written, width=width, highlight=False)
        Screen(console, str).show([Code(code)])
        shown = textwrap.dedent(written.getvalue())
        assert ast.dump(ast.parse(shown)) == ast.dump(ast.parse(code)), id_
        assert [line for line in written.getvalue().splitlines() if len(line.rstrip()) > width] == [], id_
        broken += len(shown.splitlines()) > len(code.splitlines()) + 1
    assert broken > 5


def check(width: int, *, plain: bool = False, every: int = 1) -> None:
    for shown in screens(width, plain=plain, every=every):
        assert too_wide(shown) == [], shown.question
        for encoding in ENCODINGS:
            assert lost(shown, encoding) == set(), (shown.question, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_character_of_any_statement_is_lost_in_a_narrow_encoding(encoding: str) -> None:
    signs = Counter(sign for id_ in BANK.ids for one in STOCK.variants(id_) for sign in f"{one.shown}")
    signs.update(map(chr, range(0x2500, 0x2580)))  # the lines that pictures may be drawn with
    assert {sign for sign in signs if sign != "?" and "?" in lookalikes.lookalike(sign, encoding)} == set()


@pytest.mark.parametrize(("width", "plain"), [(60, False), (120, False), (60, True)])
def test_nothing_is_too_wide_or_lost_in_a_narrow_encoding(width: int, plain: bool) -> None:
    check(width, plain=plain, every=5)


@pytest.mark.prove
@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_nothing_of_the_whole_bank_is_too_wide_or_lost_in_a_narrow_encoding(width: int, plain: bool) -> None:
    check(width, plain=plain)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_is_spelled_out_for_a_narrow_encoding_is_broken_to_the_width(encoding: str) -> None:
    every = 5 if encoding == "cp1252" else 20
    for shown in screens(72, every=every, encoding=encoding):
        assert too_wide(shown) == [], shown.question


def test_a_matrix_and_a_picture_keep_their_columns_where_names_are_spelled_out() -> None:
    matrix = ["Wₕ = ⎡0.75   −1⎤,    b = [0.25]", "     ⎣0.25  0.5⎦"]
    assert lookalikes.spelled_block(matrix, "cp1252") == ["W_h = [0.75   -1],    b = [0.25]", "      [0.25  0.5]"]
    picture = ["h₀ ─▶ SimpleRNN ─h₁─▶ h₁", "          ▲ x₁"]
    assert lookalikes.spelled_block(picture, "ascii") == ["h_0 -> SimpleRNN  -h_1-> h_1", "           ^ x_1"]
    assert lookalikes.spelled_block(matrix, "utf-8") == matrix


def test_in_plain_text_every_row_of_a_matrix_and_every_layer_has_a_line() -> None:
    begun = 0
    for words in filter(None, (STOCK.variants(id_)[0].shown.words for id_ in BANK.ids)):
        written = io.StringIO()
        _Console(file=written, width=10_000, highlight=False).print(*_line_by_line(words), sep="\n")
        lines = written.getvalue().splitlines()
        assert " ".join(map(str.strip, lines)) == words
        named = [line for line in lines if re.search(r"(?:Row|Layer) \d+: ", line)]
        assert all(len(re.findall(r"(?:Row|Layer) \d+: ", line)) == 1 and line.startswith("  ") for line in named)
        begun += len(named)
    assert begun > 200


def test_the_pictures_of_the_documentation_can_be_drawn_from_what_is_shown_today(tmp_path: Path) -> None:
    subprocess.run([sys.executable, Path(__file__).parents[2] / "docs" / "practice_pictures.py", tmp_path], check=True)
    said = [html.unescape((tmp_path / f"practice-{n}.svg").read_text("utf-8")).replace("\xa0", " ") for n in (1, 2, 3)]
    assert "There you probably wrote" in said[0]
    assert "The solution to a" in said[1]
    assert "Common mistakes that you have overcome" in said[2]
