"""docs/blueprint.md and the JSON schema, both from the models that read a blueprint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from examgen.exam.blueprint import FORMS, Alternative, Blueprint, Late, Marking, Section
from examgen.exam.own_text import Criterion


def blueprint_schema() -> dict[str, Any]:
    """The JSON schema of a blueprint."""
    schema = Blueprint.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "An examgen blueprint"}


def blueprint_page() -> str:
    """The documentation of the blueprint, in Markdown."""
    forms: dict[str, type[BaseModel]] = {f"a place with {key}": form for key, form in FORMS.items()}
    tables: dict[str, type[BaseModel]] = {
        "the exam": Blueprint,
        "marking": Marking,
        "late": Late,
        "a section": Section,
        "an alternative": Alternative,
        "a criterion": Criterion,
        **forms,
    }
    return re.sub(r"^<(.+)>$", lambda match: "\n".join(_table(tables[match[1]])), _PAGE, flags=re.MULTILINE)


def _table(model: type[BaseModel]) -> Iterator[str]:
    schema = model.model_json_schema()
    yield "| key | value | default | |"
    yield "|---|---|---|---|"
    for name, field in schema["properties"].items():
        told = " ".join(str(field.get("description", "")).split()).replace("|", "\\|")
        default = "**required**" if name in schema.get("required", ()) else _default(field.get("default"))
        yield f"| `{name}` | {_in_words(field)} | {default} | {told} |"


def _default(value: object) -> str:
    if value is None or value in ("", [], {}) or isinstance(value, dict):
        return ""
    return f"`{json.dumps(value).strip(chr(34))}`"


def _in_words(schema: dict[str, Any]) -> str:
    """What may stand behind a key."""
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        ways = [_in_words(way) for way in schema["anyOf"] if way.get("type") != "null"]
        ways = [way for way in ways if not (way == "text" and "number" in ways)]  # a decimal number is read from either
        return " or ".join(dict.fromkeys(ways))
    if "$ref" in schema:
        return f"the keys of {_NAMES[schema['$ref'].rpartition('/')[2]]}"
    match schema.get("type"):
        case "array":
            inner = _in_words(schema["items"]) if "items" in schema else ""
            return f"list: {inner}" if inner.startswith("the keys") else "list"
        case "object":
            return "`name: value` for each"
        case "integer":
            return "whole number"
        case "boolean":
            return "`true` or `false`"
        case "number":
            return "number"
        case "string":
            return "text"
    return "one of the places below"


_NAMES = {
    "Marking": "marking",
    "Late": "late",
    "Section": "a section",
    "Alternative": "the pool",
    "Criterion": "a criterion",
}

_PAGE = """\
# The blueprint

A blueprint is a YAML file that describes an exam. Keys that are not listed here are rejected, with their line number. This page and the
schema that `examgen schema` prints are generated from the models that read the file; with `# yaml-language-server: $schema=FILE` in its
first line, an editor completes and checks it.

```yaml
id: midterm-2026                   # does not change with the title
title: Deep Learning, midterm
course: Convolutional and recurrent networks
date: 2026-11-27
duration: 90
instructions: |
  Answer all questions.

sections:
  - title: Convolution
    questions:
      - {question: convolution.output_size, points: 2, set: {s: 2}}
      - {question: convolution.parameter_count, points: 3, answer: choice}
      - {question: pooling.conv_relu_pool, points: [3, 1, 2]}
      - {topic: pooling, level: 1-2, count: 2, points: 2}
  - title: Recurrent networks
    shuffle: true
    questions:
      - draw: 1
        of: [recurrent.lstm_parameters, recurrent.gru_parameters]
        points: 3
```

## The exam

<the exam>

### `marking`

<marking>

#### `late`

<late>

## A section

<a section>

## A place

Each entry under `questions` is one place on the paper. The key `question`, `topic`, `draw` or `text` determines its kind.

### `question`: a question, by its id

<a place with question>

### `topic`: any questions of a topic

<a place with topic>

### `draw`: some questions of a pool

<a place with draw>

An item of the pool is an id, or:

<an alternative>

### `text`: your own question

```yaml
      - text: |
          Why does a convolutional network share its weights across all positions of an image? Give **two** reasons.
        title: Shared weights
        points: 4
        criteria:
          - {text: The same feature is looked for everywhere in the image., points: 2}
          - There are fewer parameters to learn.
        model_answer: A feature is useful wherever it appears in the image, and one kernel for all positions needs few parameters.
        image: figures/kernel.png
        alt: A kernel of 3 by 3 values that slides over an image.
```

<a place with text>

Each criterion is a text, or a mapping:

<a criterion>

## Work and time

At each place, all students get variants that take about the same effort and time. A target is determined from the question and its fixed
parameters, and variants within 2.5 % of it are used (7 % for questions with few variants). If there are none, the closest are used. No
paper depends on another. The alternatives of a pool must take the same time, or `generate` warns. `generate` and `preview` print the
minutes of each question and of the paper, and warn if these exceed `duration`, if the work at a place or in a section differs by more than
15 % of its median, or if whole papers differ by more than 5 %.

The minutes are those of a prepared student: 0.4 s to read a word (a formula counts as two); 30 s to see what a part asks for and to
recall the method; 4 s for each operation, weighted by its numbers (the sum or product of two one-digit numbers counts as 1, the use of a
function key as 4); 6 s to decide on an option; 3 s to write a value or a word; and half of the total again to check the results.

## Points

The points of a question are divided among its parts by weight, to the hundredth, unless the blueprint gives the points of each part.
An array with at least half of its values right earns that share; with fewer it earns nothing, so that a lucky zero is worth nothing. A
wrong option earns nothing and costs nothing.

## Choices

With `answer: choice`, the right value is printed among wrong ones: the value that a misconception leads to, the right value of another
variant, and the value that the same misconception leads to there. If no misconception applies to both variants, an arithmetic mistake
takes its place, or the wrong options are the right values of other variants. All students get the same number of options. Neither the
letter of an option, nor its rank by size, nor its similarity to the others tells whether it is right: over a class, each is right about
equally often. A question that is multiple choice by design has its options in a different order on every paper.

## What decides the numbers

Every variant is a pure function of the secret, the exam's `id`, the paper's number, and the place's id, so the same call gives the
same papers on every machine. A paper's number depends on the secret, the exam's `id` and the student's id, and on nothing else: adding
students to the roster changes nobody's paper. Title, date, instructions, points and the order of places change no numbers. Adding or
removing a place changes no other place, with one exception: places without an `id` that ask the same question are distinguished by their
order, so give them ids.

Without `--secret-file`, your own secret is used: 256 random bits, created once, in your configuration folder. Keep a copy of it. The key
of each exam is derived from it, so that knowing one exam reveals nothing about another.

## Roster columns, spare papers, late students, a second sitting

The roster is a table (CSV or xlsx) with a column of ids and one of names ([which are recognised](handing_in.md)). Others are kept with the
paper, and these affect it:

| column | |
|---|---|
| `room`, `seat` | printed in the title block; `examgen print` sorts the papers by them |
| `group` | printed in the title block; decides the numbers of places with `numbers: group` |
| `extra time` | added to the `duration` on this student's paper: `25 %` of it, or `20` minutes |
| `large print` | `yes` prints this student's paper in 18-point type |

Their titles may also be German, Spanish, Portuguese, French, Italian or Dutch, such as `Raum` or `Großdruck`;
`generate` reports how it read them.

`generate --spare 5` makes five additional papers, with a number but no name. `examgen assign DIR PAPER STUDENT` gives one to a
student who came late.

`examgen generate --as-makeup-of DIR --roster late.csv --out makeup` asks the questions of the exam in `DIR` again, with numbers that
nobody had there. If you also give a blueprint, the title, the date and the other settings of the exam are taken from it, and the questions
still from `DIR`.

## The sealed exam, and what is guaranteed between versions

`exam.sealed.json` contains everything that was printed: statements, asks, options, keys, the answers that misconceptions lead to, the
position of each answer box on its page (with `generate --positions`), the digests of the printed files, and the versions of examgen and
of the bank. It contains the answers, so keep it private. It does not contain the secret from which the numbers were drawn. It is signed;
every command that reads it verifies the signature and rejects a file that was changed. The signing key stays in your configuration
folder. On another machine, compare the fingerprint with the one that `examgen key` shows on yours, then give `--trust-key FINGERPRINT`
once.

- Every later version reads a sealed exam of format 2. A version that does not know its format says so and marks nothing.
- The same version of examgen with the same bank produces byte-identical output from the same secret, blueprint and roster. Another version
  may draw different numbers; what is printed and sealed stays as it is.
- A question whose meaning changes gets a new version number. A sealed exam is marked with the questions it was made from; if the
  bank has another version of a question or rejects the sealed parameters, marking says so for that question.

## Interrupted?

Run the same command again. Unfinished work is kept in a hidden folder beside the one that you named, and is resumed if the
blueprint, roster, secret, bank and versions are the same. The folder appears under its name once it is complete.
"""
