"""The frame that documents share is parsed once, from a folder in the user's cache, and any trouble with that folder changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from examgen.rendering import typesetting
from examgen.rendering.document import Paper
from examgen.rendering.fonts import Typefaces
from examgen.rendering.pdf import paper_source
from examgen.rendering.typesetting import Files, set_pdf

FRAME = b'#let words = "Hello"\n'
MAIN = b'#import "frame.typ": *\n#set document(title: "t")\n#words'
FACES = Typefaces()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path)
    typesetting._folder_of.cache_clear()
    yield tmp_path
    typesetting._folder_of.cache_clear()


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> bytes:
    with monkeypatch.context() as patched:
        patched.setattr(typesetting, "_folder_of", lambda frame: None)
        return set_pdf(Files(MAIN, FRAME), FACES.fonts)


def _kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_a_frame_in_a_folder_gives_the_same_bytes(cache: Path, handed_over: bytes) -> None:
    assert not _kept(cache)
    assert set_pdf(Files(MAIN, FRAME), FACES.fonts) == handed_over
    assert [path.read_bytes() for path in _kept(cache)] == [FRAME]


def test_a_frame_that_somebody_changed_is_written_again(cache: Path, handed_over: bytes) -> None:
    set_pdf(Files(MAIN, FRAME), FACES.fonts)
    (frame,) = _kept(cache)
    frame.write_bytes(b'#let words = "Goodbye"')
    typesetting._folder_of.cache_clear()  # as in another run
    assert set_pdf(Files(MAIN, FRAME), FACES.fonts) == handed_over
    assert frame.read_bytes() == FRAME


def test_a_frame_that_is_removed_meanwhile_is_handed_over(cache: Path, handed_over: bytes) -> None:
    set_pdf(Files(MAIN, FRAME), FACES.fonts)
    _kept(cache)[0].unlink()
    assert set_pdf(Files(MAIN, FRAME), FACES.fonts) == handed_over


def test_a_cache_that_is_no_folder_does_no_harm(cache: Path, handed_over: bytes) -> None:
    (cache / "frames").touch()
    assert set_pdf(Files(MAIN, FRAME), FACES.fonts) == handed_over


def test_templates_of_ones_own_may_read_files_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handed_over: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.typ").write_bytes(FRAME)
    typesetting._own.__dict__.clear()  # Typst looks where a process is when it is first asked
    assert set_pdf(Files(MAIN, b'#import "own.typ": *', own=True), FACES.fonts) == handed_over


def test_an_error_of_a_document_is_told() -> None:
    with pytest.raises(Exception, match="unknown variable"):
        set_pdf(Files(MAIN + b"#nonsense", FRAME), FACES.fonts)


def test_what_is_said_of_a_paper_is_no_part_of_its_pages_so_that_typst_remembers_what_stands_there(
    paper: Paper,
) -> None:
    other = replace(paper, number="ZZZZZZZZ", student_name="Somebody Else")
    one, two = (paper_source(each.for_student()) for each in (paper, other))
    assert one.frame == two.frame
    page = one.frame[one.frame.index("set page(") :]
    assert "name" not in page[: page.index("\n  )")]
    assert "codes" not in page[: page.index("\n  )")]
