"""What students paste around an answer: a label, TeX, the way NumPy, TensorFlow and PyTorch print.

Every pattern runs over text of at most ``tidy.LIMIT`` characters in which white space never repeats, so none of them
can backtrack for long. Nothing is ever evaluated.
"""

from __future__ import annotations

import re

from examgen.answers.answer_type import Unreadable
from examgen.answers.tidy import quote

_TEX_SIGNS = {
    r"\\": ";",
    r"\times": "×",
    r"\cdot": "·",
    r"\approx": "≈",
    r"\%": "%",
    **dict.fromkeys((r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad"), " "),
    **dict.fromkeys((r"\left", r"\right", r"\(", r"\)", r"\[", r"\]"), ""),
}
_TEX_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|.)")
_TEX_FRACTION = re.compile(r"(\d?)(\s?)\\[dt]?frac\s?\{ ?([+-]?\d+) ?\}\s?\{ ?([+-]?\d+) ?\}(?=(\d?))")
_TEX_BEGIN = re.compile(r"\\begin\{(?:[bpvBV]?matrix|array)\}(?:\{[lcr|]*\})?")
_TEX_END = re.compile(r"\\end\{(?:[bpvBV]?matrix|array)\}")
_POWER = re.compile(r"10\s?(?:\^|\*\*)\s?(?:\{ ?([+-]?\d+) ?\}|\( ?([+-]?\d+) ?\)|([+-]?\d+))")

_MODULE = r"(?<![\w.])(?:(?:np|numpy|jnp|tf|torch|ops|keras\.ops)\.)?"
_PRINTED_NUMBER = re.compile(_MODULE + r"(?:float|int)\d+\(([^()]*)\)")
_CONSTRUCTORS = "array|asarray|[tT]ensor|constant|convert_to_tensor|TensorShape|Size"
_PRINTED_ARRAY = re.compile(rf"{_MODULE}(?:{_CONSTRUCTORS})(?=\s?\()")
_PRINTED_OPTION = re.compile(r",\s?(?:dtype|shape|device|requires_grad|grad_fn)\s?=\s?(?:\([^()]*\)|[^,()\[\]]*)")

_NAME = re.compile(r"(?:[^\W\d]|\\)[\w\s.,:'^{}()\[\]\\-]{0,60}")
_EQUALS = re.compile("[=≈~]+")
_COLON = re.compile(":(?=[^:]*$)")  # the last one: a label such as y[0,:] holds colons of its own
_PAIRS = {"(": ")", "[": "]"}


def undress(text: str) -> str:
    """The answer itself, of a tidy text.

    Raises:
        Unreadable: there is a label and nothing else.
    """
    answer = unlabelled(_unprinted(untex(text)))
    if not answer:
        raise Unreadable(f"after {quote(text)} nothing is written; write your answer")
    return answer


def untex(text: str) -> str:
    """TeX math in plain characters: matrices as brackets with ``&`` and ``;``, fractions and powers on one line."""
    if len(text) > 1 and text.startswith("$") and text.endswith("$"):
        text = text.strip("$")
    if "\\" in text:
        text = _TEX_END.sub("]", _TEX_BEGIN.sub("[", text))
        text = _TEX_FRACTION.sub(_fraction_on_a_line, text)
        text = _TEX_COMMAND.sub(lambda command: _TEX_SIGNS.get(command[0], command[0]), text)
    text = text.replace("{,}", ",")
    return _POWER.sub(lambda power: "10^" + "".join(filter(None, power.groups())), text).strip()


def unlabelled(text: str) -> str:
    """The text after ``h1 =``, ``≈`` or ``output shape:``; what stands before must be a name, not ``3*4``."""
    sign = _EQUALS.search(text) or _COLON.search(text)
    if not sign:
        return text
    before = text[: sign.start()].strip()
    balanced = all(before.count(opening) == before.count(closing) for opening, closing in _PAIRS.items())
    named = not before or (balanced and _NAME.fullmatch(before))
    return text[sign.end() :].strip() if named else text


def unbracketed(text: str) -> str:
    """A number without the brackets around it: Keras prints the output of one unit as ``[[0.5]]``."""
    for _ in range(4):
        if len(text) < 3 or _PAIRS.get(text[0]) != text[-1]:
            break
        text = text[1:-1].strip()
    return text


def _unprinted(text: str) -> str:
    if text.startswith("<tf.Tensor") and text.endswith(">"):
        text = text[:-1].partition("numpy=")[2] or text
    text = _PRINTED_NUMBER.sub(r"\1", text)
    return _PRINTED_OPTION.sub("", _PRINTED_ARRAY.sub("", text)).strip()


def _fraction_on_a_line(match: re.Match[str]) -> str:
    r"""``\frac{1}{2}`` as ``1/2``; beside a digit it stays apart by a plus, as with ``½``."""
    digit, space, above, below, after = match.groups()
    return f"{digit}{'+' if digit else space}{above}/{below}{'+' if after else ''}"
