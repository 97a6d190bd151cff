"""Several PDF files bound into one: each begins on the front of a sheet, and a bookmark leads to it."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf


def bound(parts: Iterable[tuple[str, bytes]], title: str, *, even: bool = True) -> bytes:
    """Bind files, each under its bookmark; with ``even`` a blank page follows each that has an odd number of pages."""
    with pikepdf.new() as whole:
        places: list[tuple[str, int]] = []
        for name, content in parts:
            with pikepdf.open(io.BytesIO(content)) as part:
                places.append((name, len(whole.pages)))
                width, height = (float(length) for length in part.pages[0].mediabox[2:])
                whole.pages.extend(part.pages)
                if even and len(part.pages) % 2:
                    whole.add_blank_page(page_size=(width, height))
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in places)
        with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
        whole.docinfo["/Title"] = title
        made = io.BytesIO()
        whole.save(made, deterministic_id=True)
    return made.getvalue()
