"""The readers of answers in JavaScript: lark-js runs the very grammars of `examgen.answers` from the data that lark makes of them.

The tables of characters, units and words are taken from the Python readers too, so that there is one of each; what stands in the
``.js`` files beside this one is what Python does between a text and its grammar, and between the tree and the value.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from examgen.answers import blank, characters, letters, numerals, parsing, scalars, shapes, symbols
from examgen.answers.parsing import grammar

STARTS = (
    ("number", "start"),
    ("number", "explained"),
    ("shape", "start"),
    ("array", "start"),
    ("letters", "start_choice"),
    ("letters", "start_choices"),
    ("letters", "start_ordering"),
    ("letters", "start_matching"),
)
"""The grammars that the page needs, each with the rule that it starts from."""
PARTS = (
    "exact",
    "characters",
    "parsing",
    "numerals",
    "scalars",
    "working",
    "shapes",
    "layout",
    "grids",
    "symbols",
    "letters",
    "reading",
)
_NEW_OPTIONS = ("strict", "cache_grammar", "ordered_sets")
"""Options of lark that lark-js does not know yet; none of them changes a parser that has been made."""


@cache
def readers() -> str:
    """A script that defines ``read`` and ``compare`` for every answer type that a page can read."""
    tables = {
        "GRAMMARS": {f"{name}/{start}": _grammar(name, start) for name, start in STARTS},
        "PLAIN": characters.PLAIN,
        "SAME_SIGN": _same_signs(),
        "CHEER": sorted(characters.CHEER),
        "SAME_UNITS": scalars.SAME_UNITS,
        "TURNED": parsing.TURNED,
        "COPULAS": sorted(scalars.COPULAS),
        "AXIS_ORDER": shapes.AXIS_ORDER,
        "BLANK_WORDS": blank.WORDS,
        "BLANK_SAID": blank.SAID,
        "OPTION_ORDINALS": letters.ORDINALS,
        "ONLY_ORDINALS": letters.ONLY_ORDINALS,
        "BARE_ORDINALS": letters.BARE_ORDINALS,
        "LAST_AND": letters.LAST_AND,
        "NUMBER_WORDS": numerals.NUMBER_WORDS,
        "NAMED": symbols.NAMED,
        "LIST_NAMED": symbols.LIST_NAMED,
        "NAMES_CONCLUDED": symbols.CONCLUDED,
        "LIST_CONCLUDED": symbols.LIST_CONCLUDED,
        "CONCLUSIONS": symbols.CONCLUSIONS,
        "ARTICLE": letters.ARTICLE,
        "PLACED": letters.PLACED,
        "ORDER_WORDS": letters.ORDER_WORDS,
        "VERDICTS_WITH_REASON": letters.VERDICTS_WITH_REASON,
        "VERDICTS_CLASH": letters.VERDICTS_CLASH,
        "VERDICTS": letters.VERDICTS,
        "VERDICT_PAIRS": letters.VERDICT_PAIRS,
        "FOREIGN": letters.FOREIGN,
        "SKIPPED": letters.SKIPPED,
        "LIMITING": letters.LIMITING,
        "PREPOSITIONS": letters.PREPOSITIONS,
        "MOST_WORDS": letters.MOST_WORDS,
        "ALONE": letters.ALONE,
        "LISTED": letters.LISTED,
        "GROUPS": letters.GROUPS,
        "GROUP": letters.GROUP,
        "COUNTS": letters.COUNTS,
        "FOREIGN_VERDICTS": letters.FOREIGN_VERDICTS,
        "WORKING": letters.WORKING,
        "E_OR_AND": letters.E_OR_AND,
    }
    library = files("larkjs").joinpath("lark.js").read_text(encoding="utf-8")
    parser = f"function larkParser(DATA, MEMO) {{\nconst module = {{}};\n{library}\nreturn get_parser();\n}}"
    constants = [f"const {name} = {json.dumps(table, separators=(',', ':'))};" for name, table in tables.items()]
    own = [files(__package__).joinpath(f"{part}.js").read_text(encoding="utf-8") for part in PARTS]
    return "\n".join((parser, *constants, *own))


def _grammar(name: str, start: str) -> dict[str, Any]:
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, memo = grammar(name, start).memo_serialize([TerminalDef, Rule])
    for option in _NEW_OPTIONS:
        data["options"].pop(option, None)
    return {"data": data, "memo": memo}


def _same_signs() -> dict[str, str]:
    """Every character that is the same sign in another look, which a script cannot find out by itself."""
    found = {}
    for code in range(0x80, 0x20000):
        character = chr(code)
        if unicodedata.decomposition(character).split(" ")[0] in characters.SAME_SIGN:
            same = unicodedata.normalize("NFKC", character)
            if len(same) == 1 and not same.isdigit():
                found[character] = same
    return found
