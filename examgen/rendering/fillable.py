"""Papers whose answer boxes are fields of a form, to be filled in on a screen; they stay PDF/UA-1.

The style file notes two corners of every box, and leaves an empty formula in the tags: there the field stands, where it is read aloud with
its question. Hidden fields say
which exam and paper it is, and whose; `examgen.exam.returned` reads them all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from examgen.rendering.document import Paper, identity
from examgen.rendering.fonts import Typefaces
from examgen.rendering.pdf import paper_source
from examgen.rendering.translation import translate
from examgen.rendering.typesetting import query, set_pdf
from examgen.rendering.words import words

_HIDDEN, _PRINTED = 2, 4
_READ_ONLY, _MULTILINE = 1, 1 << 12
_PLACE = "field"
"""What the style file calls the places of fields in the tags."""
_HIGH = 40.0
"""A box of so many points or more takes several lines."""


@dataclass(frozen=True)
class Field:
    """A box of the form.

    Attributes:
        name: the label of the answer, ``4a``; of a box to tick, with its letter: ``4a-b``.
        told: what it is for, in words.
        page: from 0.
        corners: left, top, right, bottom in points, from the page's upper left corner.
    """

    name: str
    told: str
    page: int
    corners: tuple[float, float, float, float]
    ticked: bool


def box_places(paper: Paper, fonts: Sequence[str | PathLike[str]] = ()) -> list[Field]:
    """Where the answer boxes of a paper are on its printed pages.

    Raises:
        RenderingError: a text cannot be converted.
    """
    wanted = replace(paper.for_student(), form=replace(paper.form, fillable=True))
    (translated,) = translate([wanted], "typst")
    faces = Typefaces(fonts)
    found = query(paper_source(translated).files(faces), faces.fonts, "field")
    return list(_fields(wanted, json.loads(found)))


def fillable_paper(paper: Paper) -> bytes:
    """A student's paper as a form.

    Raises:
        RenderingError: a text cannot be converted.
    """
    wanted = replace(paper.for_student(), form=replace(paper.form, fillable=True))
    (translated,) = translate([wanted], "typst")
    faces = Typefaces()
    files = paper_source(translated).files(faces)
    content = set_pdf(files, faces.fonts)
    fields = list(_fields(wanted, json.loads(query(files, faces.fonts, "field"))))
    return _with_fields(content, fields, identity(paper))


def _fields(paper: Paper, corners: Sequence[dict[str, dict[str, object]]]) -> Iterator[Field]:
    """The boxes in the order of the paper, with where they are."""
    places = iter(corners)
    said = words(paper.language)
    for section in paper.sections:
        for problem in section.problems:
            for part in problem.parts:
                label = f"{problem.number}{part.label}"
                ticked = part.blank == "options"
                told = (
                    [
                        (f"{label}-{each.letter}", said["answer_option"].format(letter=each.letter, label=label))
                        for each in part.options
                    ]
                    if ticked
                    else [(label, said["answer_to"].format(label=label))]
                )
                for name, what in told:
                    start, end = next(places)["value"]["pos"], next(places)["value"]["pos"]
                    left, top = _point(start), _point(end)
                    yield Field(name, what, _page(start), (*left, *top), ticked)


def _point(position: object) -> tuple[float, float]:
    assert isinstance(position, dict)
    return float(str(position["x"]).removesuffix("pt")), float(str(position["y"]).removesuffix("pt"))


def _page(position: object) -> int:
    assert isinstance(position, dict)
    return int(position["page"]) - 1


def _with_fields(content: bytes, fields: Sequence[Field], heads: Mapping[str, str]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        signs = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats))
        tree = pdf.Root.StructTreeRoot
        parents = tree.ParentTree
        number = int(tree.get("/ParentTreeNextKey", 0))
        form = pdf.make_indirect(
            Dictionary(Fields=Array(), DA=String("/F 10 Tf 0 g"), DR=Dictionary(Font=Dictionary(F=font, ZaDb=signs)))
        )
        pdf.Root.AcroForm = form
        places = list(_places(tree))
        for name, value in heads.items():
            _add_widget(pdf.pages[0], form, pdf.make_indirect(_hidden(name, value, pdf.pages[0])))
        for field, element in zip(fields, places, strict=True):
            page = pdf.pages[field.page]
            height = float(page.mediabox[3])
            left, top, right, bottom = field.corners
            widget = Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, T=String(field.name), TU=String(field.told), F=_PRINTED,
                P=page.obj, Rect=Array([round(left, 2), round(height - bottom, 2), round(right, 2), round(height - top, 2)]),
                StructParent=number,
            )  # fmt: skip
            if field.ticked:
                widget.FT, widget.V, widget.AS = Name.Btn, Name.Off, Name.Off
                widget.DA, widget.MK = String("/ZaDb 0 Tf 0 g"), Dictionary(CA=String("8"))  # a cross
                size = (right - left, bottom - top)
                widget.AP = Dictionary(
                    N=Dictionary(Yes=_appearance(pdf, size, cross=True), Off=_appearance(pdf, size, cross=False))
                )
            else:
                widget.FT, widget.DA = Name.Tx, String("/F 10 Tf 0 g")
                widget.Ff = _MULTILINE if bottom - top >= _HIGH else 0
            made = pdf.make_indirect(widget)
            element.S, element.Pg, element.Alt = Name.Form, page.obj, String(field.told)
            element.K = Dictionary(Type=Name.OBJR, Obj=made, Pg=page.obj)
            _add_parent(parents, number, element)
            number += 1
            _add_widget(page, form, made)
        tree.ParentTreeNextKey = number
        whole = io.BytesIO()
        pdf.save(whole, deterministic_id=True)
    return whole.getvalue()


def _hidden(name: str, value: str, page: pikepdf.Page) -> Dictionary:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), V=String(value), DA=String("/F 10 Tf 0 g"),
        F=_HIDDEN, Ff=_READ_ONLY, P=page.obj, Rect=Array([0, 0, 0, 0]),
    )  # fmt: skip


def _add_widget(page: pikepdf.Page, form: pikepdf.Object, widget: pikepdf.Object) -> None:
    form.Fields.append(widget)
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(widget)


def _places(tree: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The elements that the style file left for fields, in the order of reading."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K")
        children = list(kids) if isinstance(kids, Array) else [kids] if kids is not None else []
        if element.get("/S") == Name.Formula and str(element.get("/Alt", "")) == _PLACE and not children:
            yield element
        waiting += [child for child in reversed(children) if isinstance(child, Dictionary) and "/S" in child]


def _add_parent(parents: pikepdf.Object, number: int, element: pikepdf.Object) -> None:
    """Note in the tree of parents whose element a field is; its last leaf takes the new ones."""
    leaf = parents
    while "/Kids" in leaf:
        leaf = leaf.Kids[-1]
        if "/Limits" in leaf:
            leaf.Limits[1] = number
    leaf.Nums.append(number)
    leaf.Nums.append(element)


def _appearance(pdf: pikepdf.Pdf, size: tuple[float, float], *, cross: bool) -> pikepdf.Object:
    wide, high = (round(length, 2) for length in size)
    lines = f"1.2 w 1 1 m {wide - 1} {high - 1} l S 1 {high - 1} m {wide - 1} 1 l S" if cross else ""
    stream = pdf.make_stream(f"/Tx BMC q {lines} Q EMC".encode())
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, wide, high])
    return stream
