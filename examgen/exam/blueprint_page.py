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
        default = "**needed**" if name in schema.get("required", ()) else _default(field.get("default"))
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

A blueprint is a YAML file that says what an exam asks. Whatever is not listed here is refused, with its line. This page and the
schema that `examgen schema` prints are made from the models that read the file; with `# yaml-language-server: $schema=FILE` at its
head an editor completes and checks it.

```yaml
id: midterm-2026                   # stays when the title changes
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

Each line under `questions` is one place. It asks one thing, and the key that comes first says which.

### `question`: a question by its id

<a place with question>

### `topic`: any questions of a topic

<a place with topic>

### `draw`: some of a pool

<a place with draw>

An item of the pool is an id, or:

<an alternative>

### `text`: a question of your own

```yaml
      - text: |
          Why does a network for images share its weights over all positions? Give **two** reasons.
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

Each criterion is a text, or:

<a criterion>

## Work and time

At every place all students get a variant of about the same effort and time: the target is found from the question with the
parameters that are given, and draws within 2.5 % of it are taken (7 % where a question has few variants; the nearest where it has
none). What one student gets depends on no other paper. The alternatives of a pool that every student draws from take the same time.
`generate` and `preview` print the minutes of each question and of the paper, and warn where these exceed `duration`, where the work at
a place or in a section differs by more than 15 % of its median, and where whole papers differ by more than 5 %.

The minutes are those of a prepared student: 0.4 s for each word to read, a formula counting as two; 30 s to see what a part asks for
and to recall how it is found; 4 s for each operation, weighed by its numbers (the sum or product of two one-digit numbers is 1, a key
of the calculator 4); 6 s to decide on an option; 3 s to write a value or a word; and half as much again for looking results over.

## Points

The points of a question are shared out among its parts by weight, to the hundredth, unless the blueprint gives each part its own.
An array of which at least half the values are right earns that part; fewer earn nothing, so that a lucky zero is worth nothing. A
ticked wrong option earns nothing and costs nothing.

## Choices

With `answer: choice` the right value stands among wrong ones: those that misconceptions lead to, and plausible near misses where
there are too few. All students get the same number of options. Neither the letter, nor the size of a value among the others, nor
its likeness to them tells which is right: over a class each is right about equally often. The options of a question that is a
choice by itself stand in another order on every paper.

## What decides the numbers

Every variant is a pure function of the secret, the exam's `id`, the paper's number, and the place's id, so the same call gives the
same papers on every machine. A paper's number hangs on the secret, the exam's `id` and the student's id, and on nothing else: who
is added to the roster moves nobody. Title, date, instructions, points and the order of places change no number. A place that comes
or goes changes no other one, with one exception: places without an `id` that ask the same question are told apart by their order,
so give them ids.

Without `--secret-file` the secret is your own: 256 random bits, made once, in your configuration folder. Keep a copy of it. The key
of one exam is derived from it, so that nothing that is known of one exam tells anything of another.

## Roster columns, spare papers, late students, a second sitting

The roster is a CSV file with a column of ids and one of names ([which are recognised](handing_in.md)). Other columns stay with the
paper, and these change it:

| column | |
|---|---|
| `room`, `seat` | printed in the title block; `examgen print` sorts the papers by them |
| `group` | printed in the title block; decides the numbers of places with `numbers: group` |
| `extra time` | added to the `duration` on this student's paper: `25 %` of it, or `20` minutes |
| `large print` | `yes` prints this student's paper in letters of 18 points |

`generate --spare 5` makes five papers more, with a number and without a name. `examgen assign DIR PAPER STUDENT` gives one to a
student who came late.

`examgen generate --as-makeup-of DIR --roster late.csv --out makeup` asks the questions of the exam in `DIR` again, with numbers that
nobody had there. With a blueprint, the title, the date and the rest of its head are taken from it, and the questions still from `DIR`.

## The sealed exam, and what holds between versions

`exam.sealed.json` holds everything that was printed: statements, asks, options, keys, what misconceptions lead to, with
`generate --positions` where each answer box is on its page, the digests of the printed files, and the versions of examgen and of the
bank. It holds no secret. It is signed;
every command that reads it verifies the signature and refuses a file that was changed. The signing key stays in your configuration
folder. On another machine, compare the fingerprint that `examgen key` shows on yours, and give `--trust-key FINGERPRINT` once.

- A sealed exam of format 2 is read by every later version. A version that does not know its format says so and marks nothing.
- The same version of examgen with the same bank makes the same bytes from the same secret, blueprint and roster. Another version
  may draw other numbers; what is printed and sealed stays as it is.
- A question whose meaning changes gets another version number. A sealed exam is marked with the questions it was made from; if the
  bank's question has another version or refuses the sealed parameters, marking says so for that question.

## Interrupted?

Give the same command again. What is half done stays in a hidden folder beside the one that you named, and is gone on with if
blueprint, roster, secret, bank and versions are the same. The folder appears under its name when everything is in it.
"""
