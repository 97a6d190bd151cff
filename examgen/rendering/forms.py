"""A paper in other forms than print: to fill in (PDF, notebook, HTML), or to edit and print elsewhere (LaTeX, Word, Markdown).

A form knows no question: it fills the templates of its folder with the document, whose texts are converted for it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from markupsafe import Markup

from examgen.rendering.document import Logo, Paper, Picture, Problem, identity
from examgen.rendering.fonts import Typefaces
from examgen.rendering.markup import READER, RenderingError
from examgen.rendering.templating import content, fill
from examgen.rendering.translation import translate
from examgen.rendering.typesetting import set_drawing
from examgen.rendering.words import words

FormName = Literal["forms", "notebooks", "html", "latex", "word", "markdown"]
Files = Mapping[str, bytes]
"""What a form consists of: each file by what is added to the name of the paper, ``.pdf`` or ``/paper.tex``."""


def form_of(paper: Paper, name: FormName) -> Files:
    """A student's paper in another form; nothing of a key is in it.

    Raises:
        RenderingError: a text cannot be converted, or a template of one's own cannot be filled in.
    """
    return _MAKERS[name](paper.for_student())


def _values(paper: Paper) -> dict[str, Any]:
    """What every template of a paper gets: the paper, its words, and the facts and fields of its head."""
    said = words(paper.language)
    worth = f"{paper.points} {said['point'] if paper.points == '1' else said['points']}"
    fields = [
        *(() if paper.anonymous else ((said["name"], paper.student_name), (said["id"], paper.student_id))),
        *paper.details,
        (said["paper"], paper.number),
    ]
    return {
        "paper": paper,
        "words": said,
        "facts": [fact for fact in (paper.course, paper.date, paper.duration, worth) if fact],
        "fields": [(name, value) for name, value in fields if value],
        "identity": identity(paper),
        "logo": "",
    }


def _with_logo(paper: Paper, link: str) -> dict[str, Any]:
    return {**_values(paper), "logo": Markup(link) if paper.logo else ""}


def _as_data(paper: Paper) -> str:
    """A paper's logo as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(_drawn_logo(paper.logo, 'png')).decode()}" if paper.logo else ""


def _drawn(paper: Paper) -> Iterator[tuple[Problem, Picture]]:
    for section in paper.sections:
        for problem in section.problems:
            if problem.picture is not None:
                yield problem, problem.picture


# to fill in -----------------------------------------------------------------------------------------------------------


def _pdf(paper: Paper) -> Files:
    from examgen.rendering.fillable import fillable_paper  # it takes a while to import

    return {".pdf": fillable_paper(paper)}


def _html(paper: Paper) -> Files:
    (translated,) = translate([paper], "html")
    return {".html": fill("html/paper.html.j2", "html", **_with_logo(translated, _as_data(paper))).encode()}


def _notebook(paper: Paper) -> Files:
    (translated,) = translate([paper], "markdown")
    values = _with_logo(translated, "attachment:logo.png")
    cells = [_cell("head", _filled("head", values))]
    if paper.logo:
        cells[0]["attachments"] = {"logo.png": {"image/png": _as_data(paper).partition(",")[2]}}
    for section in translated.sections:
        for place, problem in enumerate(section.problems):
            head = {"title": section.title, "text": section.text} if place == 0 else {"title": "", "text": ""}
            told = _filled("question", {**values, "problem": problem, "section": head})
            cells.append(_cell(f"question-{problem.number}", told, problem.picture))
            for part in problem.parts:
                label = f"{problem.number}{part.label}"
                below = values["words"]["answer_below"].format(label=label)
                told = _filled("part", {**values, "problem": problem, "part": part, "told": below})
                cells += [_cell(f"part-{label}", told), _answer_cell(label)]
    notebook = {
        "cells": cells,
        "metadata": {
            "examgen": identity(paper),
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return {".ipynb": (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()}


def _filled(name: str, values: Mapping[str, Any]) -> str:
    return fill(f"notebook/{name}.md.j2", "markdown", **values).strip()


def _cell(id_: str, source: str, picture: Picture | None = None) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": "markdown", "id": id_, "metadata": {"editable": False, "deletable": False}}
    if picture is not None:
        drawn = base64.b64encode(_on_white(picture).encode()).decode()
        cell["attachments"] = {"picture.svg": {"image/svg+xml": drawn}}
    return {**cell, "source": source.splitlines(keepends=True)}


def _answer_cell(label: str) -> dict[str, Any]:
    """A cell of plain text; its id says whose answer it holds, and so does a note in it, for programs that drop ids."""
    metadata = {"deletable": False, "examgen": {"answer": label}}
    return {"cell_type": "raw", "id": f"answer-{label}", "metadata": metadata, "source": []}


# to edit --------------------------------------------------------------------------------------------------------------


def _markdown(paper: Paper) -> Files:
    links = {problem.number: Markup(f"picture-{problem.number}.svg") for problem, _ in _drawn(paper)}
    (translated,) = translate([paper], "markdown")
    text = fill("markdown/paper.md.j2", "markdown", pictures=links, **_with_logo(translated, "logo.png"))
    drawn = {f"/{links[problem.number]}": _on_white(picture).encode() for problem, picture in _drawn(paper)}
    if paper.logo:
        drawn["/logo.png"] = _drawn_logo(paper.logo, "png")
    return {"/paper.md": text.encode(), **drawn}


def _latex(paper: Paper) -> Files:
    links = {problem.number: Markup(f"picture-{problem.number}.pdf") for problem, _ in _drawn(paper)}
    (translated,) = translate([paper], "latex")
    text = fill("latex/paper.tex.j2", "latex", pictures=links, **_with_logo(translated, "logo.pdf"))
    drawn = {f"/{links[problem.number]}": _set(picture.svg, "pdf") for problem, picture in _drawn(paper)}
    if paper.logo:
        drawn["/logo.pdf"] = _drawn_logo(paper.logo, "pdf")
    return {"/paper.tex": text.encode(), **drawn}


def _word(paper: Paper) -> Files:
    links = {
        problem.number: Markup(f"data:image/png;base64,{base64.b64encode(_set(picture.svg, 'png')).decode()}")
        for problem, picture in _drawn(paper)
    }
    (translated,) = translate([paper], "markdown")
    text = fill("word/paper.md.j2", "markdown", pictures=links, **_with_logo(translated, _as_data(paper)))
    return {".docx": _docx(text, paper.language)}


def _docx(markdown: str, language: str) -> bytes:
    """A Word document of a text in Markdown, its formulas as Word's own."""
    import tempfile
    from pathlib import Path

    import pypandoc

    reader = f"{READER}+tex_math_dollars+fenced_divs+link_attributes"
    with tempfile.TemporaryDirectory() as folder:
        made, styles = Path(folder, "paper.docx"), Path(folder, "reference.docx")
        styles.write_bytes(content("word/reference.docx"))
        options = ["--wrap=none", "--fail-if-warnings", f"--reference-doc={styles}", f"--metadata=lang:{language}"]
        try:
            pypandoc.convert_text(
                markdown, "docx", reader, extra_args=options, outputfile=str(made), verify_format=False
            )
        except RuntimeError as error:
            raise RenderingError(f"pandoc makes no Word document: {' '.join(str(error).split())[:300]}") from None
        return made.read_bytes()


# pictures -------------------------------------------------------------------------------------------------------------


def _on_white(picture: Picture) -> str:
    """A picture as a file of its own: black on white, whatever the page around it."""
    head, rest = picture.svg.split(">", 1)
    return f'{head} style="color: black; background: white">{rest}'


@lru_cache(maxsize=64)
def _set(svg: str, kind: Literal["pdf", "png"]) -> bytes:
    """A picture on a page of its own size."""
    return _image(svg.encode(), "svg", "auto", kind)


@lru_cache(maxsize=8)
def _drawn_logo(logo: Logo, kind: Literal["pdf", "png"]) -> bytes:
    """A logo as high as on printed papers."""
    return _image(logo.content, logo.format, "14mm", kind)


def _image(content: bytes, kind: str, height: str, wanted: Literal["pdf", "png"]) -> bytes:
    source = f"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(({", ".join(map(str, content))},)), format: "{kind}", height: {height})"""
    return set_drawing(
        {"main.typ": source.encode()}, Typefaces().fonts, wanted
    )  # beside a text, Typst reads no file but text


_MAKERS: Mapping[FormName, Callable[[Paper], Files]] = {
    "forms": _pdf,
    "notebooks": _notebook,
    "html": _html,
    "latex": _latex,
    "word": _word,
    "markdown": _markdown,
}
FORMS: Sequence[FormName] = tuple(_MAKERS)
