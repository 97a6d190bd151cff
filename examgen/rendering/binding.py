"""Several PDF files bound into one: each begins on the front of a sheet, and a bookmark leads to it.

The tags of the files are bound as well, so that what is PDF/UA-1 stays so: each file is a part of one document.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

_UA = "http://www.aiim.org/pdfua/ns/id/"


def bound(parts: Iterable[tuple[str, bytes]], title: str, *, even: bool = True, language: str = "en") -> bytes:
    """Bind files, each under its bookmark; with ``even`` a blank page follows each that has an odd number of pages."""
    with pikepdf.new() as whole:
        places: list[tuple[str, int]] = []
        tags = _Tags(whole)
        for name, content in parts:
            with pikepdf.open(io.BytesIO(content)) as part:
                places.append((name, len(whole.pages)))
                width, height = (float(length) for length in part.pages[0].mediabox[2:])
                tags.number(part)
                whole.pages.extend(part.pages)
                tags.take(part, name)
                if even and len(part.pages) % 2:
                    whole.add_blank_page(page_size=(width, height))
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in places)
        tags.finish(language)
        with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = {language}
            metadata.register_xml_namespace(_UA, "pdfuaid")
            metadata[f"{{{_UA}}}part"] = "1"
        whole.docinfo["/Title"] = title
        made = io.BytesIO()
        whole.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


class _Tags:
    """The tags of several files, of which each numbers its pages and names its table cells on its own."""

    def __init__(self, whole: Pdf) -> None:
        self._whole = whole
        self._document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._parents: list[Object | int] = []
        self._ids: list[Object] = []
        self._roles: dict[str, Object] = {}
        self._next = 0
        self._files = 0

    def number(self, part: Pdf) -> None:
        """Give the pages and cells of a file numbers and names that no other file has."""
        self._files += 1
        for page in part.pages:
            if "/StructParents" in page:
                page.StructParents = int(page.StructParents) + self._next
        named = set()
        for each in part.objects:
            if not isinstance(each, Dictionary):
                continue
            if "/StructParent" in each:
                each.StructParent = int(each.StructParent) + self._next
            if each.get("/Type") != Name.StructElem:
                continue
            if "/ID" in each:
                each.ID = self._named(each.ID)
            for attributes in each.get("/A", Array()) if isinstance(each.get("/A"), Array) else ():
                place = attributes.objgen if attributes.is_indirect else None
                if "/Headers" in attributes and (place is None or place not in named):
                    named.add(place)
                    attributes.Headers = Array(map(self._named, attributes.Headers))

    def _named(self, id_: Object) -> String:
        return String(f"{self._files}-{id_}")

    def take(self, part: Pdf, title: str) -> None:
        """Add the tags of a file whose pages are there already."""
        if "/StructTreeRoot" not in part.Root:
            return
        tree = self._whole.copy_foreign(part.Root.StructTreeRoot)
        for element in tree.K if isinstance(tree.K, Array) else [tree.K]:
            element.P = self._document
            if str(element.S) == "/Document":
                element.S = Name.Part
                element.T = String(title)
            self._document.K.append(element)
        numbers = list(tree.ParentTree.Nums)
        for key, value in zip(numbers[::2], numbers[1::2], strict=True):
            self._parents += [int(key) + self._next, value]
        names = list(tree.IDTree.Names) if "/IDTree" in tree else []
        for element in names[1::2]:
            self._ids += [element.ID, element]
        self._roles.update(dict(tree.get("/RoleMap", Dictionary()).items()))
        self._next += int(tree.ParentTreeNextKey)

    def finish(self, language: str) -> None:
        """Put the tags into the catalogue."""
        root = self._whole.Root
        tree = Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([self._document]),
            ParentTree=self._whole.make_indirect(Dictionary(Nums=Array(self._parents))),
            ParentTreeNextKey=self._next,
            RoleMap=Dictionary(self._roles),
        )
        if self._ids:
            pairs = sorted(zip(self._ids[::2], self._ids[1::2], strict=True), key=lambda pair: bytes(pair[0]))
            tree.IDTree = self._whole.make_indirect(Dictionary(Names=Array([each for pair in pairs for each in pair])))
        root.StructTreeRoot = self._whole.make_indirect(tree)
        self._document.P = root.StructTreeRoot
        root.MarkInfo = Dictionary(Marked=True, Suspects=False)
        root.Lang = String(language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
