"""Characters for terminals that lack ours: a minus sign stays a minus sign wherever it is shown."""

from __future__ import annotations

import codecs
import unicodedata

NAME = "examgen.lookalikes"
_LOOKALIKES = {
    **dict.fromkeys("−–‒‑‐─━", "-"),
    "—": "--",
    "…": "...",
    "×": "x",
    "·": "*",
    "⋅": "*",
    "∘": "o",
    "⊙": "*",
    "∗": "*",
    "÷": "/",
    "√": "sqrt",
    "≈": "~",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "↦": "|->",
    "▶": ">",
    "▲": "^",
    "▼": "v",
    "∂": "d",
    "∇": "grad ",
    "∑": "sum",
    "∏": "prod",
    "∞": "inf",
    "∈": "in",
    "∉": "not in",
    "±": "+-",
    "∓": "-+",
    "°": "deg",
    **dict.fromkeys("│┃∣⎢⎥⎜⎟⎪┆┊║", "|"),
    **dict.fromkeys("⎡⎣", "["),
    **dict.fromkeys("⎤⎦", "]"),
    **dict.fromkeys("⎛⎝", "("),
    **dict.fromkeys("⎞⎠", ")"),
    **dict.fromkeys("⎧⎨⎩", "{"),
    **dict.fromkeys("⎫⎬⎭", "}"),
    "⌊": "floor(",
    "⌋": ")",
    "⌈": "ceil(",
    "⌉": ")",
    "⟨": "<",
    "⟩": ">",
    "‖": "||",
    "′": "'",
    "″": "''",
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("\u2009\u200a\u202f\u00a0\u2002\u2003", " "),
    "█": "#",
    "✓": "+",
    "✗": "x",
    "•": "*",
    "►": ">",
    "◄": "<",
    "⊤": "T",
    "ᵀ": "^T",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
}
_GREEK = "GREEK SMALL LETTER ", "GREEK CAPITAL LETTER "


def register() -> None:
    """Make the way of encoding known by its name."""
    codecs.register_error(NAME, _lookalikes)


def _lookalikes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return lookalike(error.object[error.start : error.end], error.encoding), error.end


def lookalike(text: str, encoding: str = "ascii") -> str:
    """Text that an encoding lacks in characters that it has."""
    written: list[str] = []
    script, mark = "", ""
    for character in f"{text}\0":
        parts = unicodedata.decomposition(character).split() if character not in _LOOKALIKES else []
        now = {"<sub>": "_", "<super>": "^"}.get(parts[0] if parts else "", "")
        if now != mark and script:
            written.append(f"{mark}{script}" if script.isalnum() else f"{mark}({script})")
            script = ""
        mark = now
        if mark:
            script += "".join(_one(chr(int(part, 16)), encoding) for part in parts[1:])
        elif character != "\0":
            written.append(_one(character, encoding))
    return "".join(written)


def _one(character: str, encoding: str) -> str:
    if _fits(character, encoding):
        return character
    if found := _LOOKALIKES.get(character):
        return found
    name = unicodedata.name(character, "")
    for case in _GREEK:
        if name.startswith(case):
            word = name.removeprefix(case).split()[0].lower()
            return word if case is _GREEK[0] else word.capitalize()
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if _fits(part, encoding))
    return plain or ("" if unicodedata.combining(character) else "?")


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True
