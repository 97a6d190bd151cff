"""Typst at work: a document's own source beside the frame that it shares with others, which is read once in each thread."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import typst

from examgen.rendering.fonts import FAMILIES, Typefaces
from examgen.rendering.templating import fill

STANDARD: Literal["ua-1"] = "ua-1"
_FRAME, _MAIN = "frame.typ", "main.typ"
_own = threading.local()


@dataclass(frozen=True)
class Source:
    """A document in Typst.

    Attributes:
        frame: the style file with its words and measures, the same for many documents.
        main: what this document says; it imports the frame.
    """

    frame: str
    main: str

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
    ) -> Source:
        """A template filled in, and its frame.

        Raises:
            RenderingError: a template of one's own cannot be filled in.
        """
        form = {"paper": page, "size": size, "fillable": fillable, "fonts": FAMILIES}
        frame = fill("typst/frame.typ.j2", "typst", words=words, form=form)
        return cls(frame, fill(template, "typst", words=words, form=form, fonts=FAMILIES, **values))

    def files(self, faces: Typefaces) -> dict[str, bytes]:
        """What Typst reads, with a sign in place of each letter that no font has."""
        return {
            _MAIN: faces.printable(self.main).encode(),
            _FRAME: faces.printable(self.frame).encode(),
        }


def set_pdf(files: dict[str, bytes], fonts: typst.Fonts) -> bytes:
    """A document as PDF/UA-1.

    Raises:
        typst.TypstError: it cannot be set.
    """
    made: bytes = _compiler(fonts).compile(input=files, pdf_standards=[STANDARD])  # type: ignore[type-var, assignment]
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


def set_pictures(files: dict[str, bytes], fonts: typst.Fonts, ppi: float) -> list[bytes]:
    """Every page of a document as PNG.

    Raises:
        typst.TypstError: it cannot be set.
    """
    pages = _compiler(fonts).compile(input=files, format="png", ppi=ppi)  # type: ignore[type-var]
    return [page for page in (pages if isinstance(pages, list) else [pages]) if page is not None]


def set_drawing(files: dict[str, bytes], fonts: typst.Fonts, kind: Literal["pdf", "png"]) -> bytes:
    """A page of its own size as a picture.

    Raises:
        typst.TypstError: it cannot be set.
    """
    made = typst.compile(files, font_paths=fonts, ignore_system_fonts=True, format=kind, ppi=200)  # type: ignore[call-overload]
    drawn: bytes = made if isinstance(made, bytes) else made[0]
    return drawn


def query(files: dict[str, bytes], fonts: typst.Fonts, label: str) -> str:
    """What a document notes under a label, as JSON.

    Raises:
        typst.TypstError: it cannot be set.
    """
    return typst.query(files, f"<{label}>", font_paths=fonts, ignore_system_fonts=True)  # type: ignore[type-var]


def _compiler(fonts: typst.Fonts) -> typst.Compiler:
    """This thread's Typst: it remembers the frame between documents, and serves one thread at a time."""
    if getattr(_own, "fonts", None) is not fonts:
        _own.fonts, _own.compiler = fonts, typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    compiler: typst.Compiler = _own.compiler
    return compiler
