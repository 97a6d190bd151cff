"""Typst at work: a document's own source beside the frame that it shares with others, which is parsed once in each thread."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import platformdirs
import typst

from examgen.rendering.fonts import FAMILIES, Typefaces
from examgen.rendering.templating import fill, with_own_templates

STANDARD: Literal["ua-1"] = "ua-1"
_FRAME, _MAIN = "frame.typ", "main.typ"
_FRAMES = 8
"""So many frames are remembered: a run has one for each language and size of its papers."""
_Items = tuple[tuple[str, Any], ...]
_own = threading.local()


@dataclass(frozen=True)
class TypstSource:
    """A document in Typst.

    Attributes:
        frame: the style file with its words and measures, the same for many documents.
        main: what this document says; it imports the frame.
        own: whether templates of one's own are used, which may read files beside them.
    """

    frame: str
    main: str
    own: bool = False

    @classmethod
    def of(
        cls,
        template: str,
        words: Mapping[str, str],
        *,
        page: str,
        size: float,
        fillable: bool = False,
        **values: object,
    ) -> TypstSource:
        """A template filled in, and its frame.

        Raises:
            RenderingError: a template of one's own cannot be filled in.
        """
        form = {"paper": page, "size": size, "fillable": fillable, "fonts": FAMILIES}
        own = with_own_templates()
        frame = _filled_in(own, tuple(words.items()), tuple(form.items()))
        return cls(frame, fill(template, "typst", words=words, form=form, fonts=FAMILIES, **values), own)

    def files(self, faces: Typefaces) -> Files:
        """What Typst reads, with a sign in place of each letter that no font has."""
        return Files(faces.printable(self.main).encode(), faces.printable_again(self.frame), self.own)


def _filled_in(own: bool, words: _Items, form: _Items) -> str:
    """The style file with words and measures; one's own may change at any time."""
    return _frame.__wrapped__(words, form) if own else _frame(words, form)


@lru_cache(maxsize=_FRAMES)
def _frame(words: _Items, form: _Items) -> str:
    return fill("typst/frame.typ.j2", "typst", words=dict(words), form=dict(form))


class Files(NamedTuple):
    """What Typst reads of a `Source`."""

    main: bytes
    frame: bytes
    own: bool = False

    @property
    def all(self) -> dict[str, bytes]:
        """Both files by name."""
        return {_MAIN: self.main, _FRAME: self.frame}


def set_pdf(files: Files, fonts: typst.Fonts) -> bytes:
    """A document as PDF/UA-1.

    Raises:
        typst.TypstError: it cannot be set.
    """
    made: bytes = _compiled(files, fonts, pdf_standards=[STANDARD])
    return _with_plain_widths(made) if b"/Type3" in made else made


_WIDTH = re.compile(rb"\s*([\d.]+) ([\d.]+) d0(?=/)")


def _with_plain_widths(made: bytes) -> bytes:
    """A document with emoji, the width of each on a line of its own: checkers of PDF/UA do not find it as Typst writes it."""
    import pikepdf  # hardly ever needed

    with pikepdf.open(io.BytesIO(made)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == pikepdf.Name.Type3:
                for glyph in each.CharProcs.values():
                    glyph.write(_WIDTH.sub(rb"\1 \2 d0\n", glyph.read_bytes()))
        saved = io.BytesIO()
        pdf.save(saved, deterministic_id=True)
    return saved.getvalue()


def set_pictures(files: Files, fonts: typst.Fonts, ppi: float) -> list[bytes]:
    """Every page of a document as PNG.

    Raises:
        typst.TypstError: it cannot be set.
    """
    pages = _compiled(files, fonts, format="png", ppi=ppi)
    return [page for page in (pages if isinstance(pages, list) else [pages]) if page is not None]


def set_drawing(files: dict[str, bytes], fonts: typst.Fonts, kind: Literal["pdf", "png"]) -> bytes:
    """A page of its own size as a picture.

    Raises:
        typst.TypstError: it cannot be set.
    """
    made = typst.compile(files, font_paths=fonts, ignore_system_fonts=True, format=kind, ppi=200)  # type: ignore[call-overload]
    drawn: bytes = made if isinstance(made, bytes) else made[0]
    return drawn


def query(files: Files, fonts: typst.Fonts, label: str) -> str:
    """What a document notes under a label, as JSON.

    Raises:
        typst.TypstError: it cannot be set.
    """
    return typst.query(files.all, f"<{label}>", font_paths=fonts, ignore_system_fonts=True)  # type: ignore[type-var]


def _compiled(files: Files, fonts: typst.Fonts, **how: Any) -> Any:
    """A document set by this thread's Typst.

    A frame that Typst finds in a folder is parsed once, and one that is handed over with each document each time: a tenth of the work.

    Raises:
        typst.TypstError: it cannot be set.
    """
    folder = None if files.own else _folder_of(files.frame)
    if folder is not None:
        try:
            return _compiler(fonts, folder).compile(input={_MAIN: files.main}, **how)
        except typst.TypstError:
            if _is_there(folder, files.frame):
                raise
    return _compiler(fonts, None).compile(input=files.all, **how)


def _compiler(fonts: typst.Fonts, folder: Path | None) -> typst.Compiler:
    """This thread's Typst for a folder: it remembers the frame between documents, and serves one thread at a time."""
    if getattr(_own, "fonts", None) is not fonts or len(_own.compilers) > _FRAMES:
        _own.fonts, _own.compilers = fonts, {}
    compilers: dict[Path | None, typst.Compiler] = _own.compilers
    if folder not in compilers:
        compilers[folder] = typst.Compiler(root=folder, font_paths=fonts, ignore_system_fonts=True)
    return compilers[folder]


@lru_cache(maxsize=_FRAMES)
def _folder_of(frame: bytes) -> Path | None:
    """The folder in the user's cache that holds a frame and nothing else; none where there can be none."""
    try:
        cache = platformdirs.user_cache_path("examgen", appauthor=False) / "frames"
        folder = cache / hashlib.sha256(frame).hexdigest()[:32]
        if not _is_there(folder, frame):
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=cache)
            with os.fdopen(handle, "wb") as file:
                file.write(frame)
            Path(name).replace(folder / _FRAME)
    except OSError:
        return None
    return folder.resolve()


def _is_there(folder: Path, frame: bytes) -> bool:
    try:
        return (folder / _FRAME).read_bytes() == frame
    except OSError:
        return False
