"""The symbols that a sentence asks for, and whether an answer that names several values ends with another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from examgen.answers.answer_type import Doubtful, Reading
from examgen.answers.characters import plain, quote

_FORMULA = re.compile(r"(?<!\bfor )(?<!\bof )(?<!\bwith )(?<!\bto )(?<!\bin )(?<!\bfrom )(?<!\bif )\$([^$]+)\$")
_SYMBOL = r"(?:[dß][a-zß] ?/ ?[dß])?[a-zß](?:_?\{?[a-z0-9]{1,3}\}?|[₀-₉]|[\[(][\dt][\])])?'?"
_START = r"(?:^|[,;.\n→]|-+>|=+>|(?<![a-z])(?:so|and|then|thus|hence|therefore|und|et|y)(?![a-z]))[ \n]*(?:the )?"
NAMED = rf"{_START}({_SYMBOL}) ?(?:=|:|≈)"
LIST_NAMED = rf"{_START}({_SYMBOL}) ?[=:] ?(?:[a-zß]+ ?\([^()\n]{{0,40}}\) ?= ?|[-+*/·×\d. ]{{0,20}})?(?=[\[(])"
CONCLUDED = r"[;:\n→]|-+>|=+>|(?<![a-z])so(?![a-z])|, "
LIST_CONCLUDED = r"→|-+>|=+>|(?<![a-z])(?:so|thus|hence)(?![a-z])"
CONCLUSIONS = ("sum", "ans", "all", "tot", "res")


def symbols_in(sentence: str) -> tuple[str, ...]:
    """What a sentence of TeX asks for by a symbol: z of ``Compute the pre-activations $z$``; nothing where it names none."""
    found = []
    for formula in _FORMULA.findall(sentence):
        bare = re.sub(r"\{\{.*?\}\}", "t", formula)
        bare = re.sub(r"\\frac *\{(.*?)\} *\{(.*?)\}$", r"\1/\2", bare)
        bare = re.sub(r"\\partial *", "d", re.sub(r"\\(?:hat|tilde|bar|mathrm|mathbf|vec) *", "", bare))
        bare = re.sub(r"\\[a-zA-Z]+", "ß", bare)
        bare = re.sub(r"[\s{}_]|\(.*\)$", "", bare).lower()
        if re.fullmatch(r"(?:d[a-zß]/d)?[a-zß][a-z0-9]{0,3}(?:\^2)?'?", bare):
            found.append(bare.removesuffix("^2"))
    return tuple(found)


def check_names(text: str, reading: Reading, asked: Sequence[str], *, of_lists: bool) -> None:
    """Doubt an answer that names several values and ends with another one than was asked for.

    Raises:
        Doubtful: it does.
    """
    if names_another(text, asked, of_lists=of_lists):
        raise Doubtful(f"{quote(text)} names several values; write only the one asked for", [reading])


def names_another(text: str, asked: Sequence[str], *, of_lists: bool) -> bool:
    """Whether several values are named, z = 0.5, a = 0.62, and the last of them, which is read, is not what was asked for."""
    small = plain(text)
    found = list(re.finditer(LIST_NAMED if of_lists else NAMED, small))
    names = [_letters(match[1]) if of_lists else _bare(match[1]) for match in found]
    if len(set(names)) < 2 or names[-1] in CONCLUSIONS:
        return False
    if not asked and names[-1].endswith("out"):  # n = 28, f = 5, n_out = 24
        return False
    if re.search(rf"(?:{LIST_CONCLUDED if of_lists else CONCLUDED}).*\d", small[found[-1].end() :]):
        return False  # n = 28, f = 5: 24
    return not any(_is_same(names[-1], symbol) for symbol in asked)


def _bare(name: str) -> str:
    bare = re.sub(r"[\s_{}()\[\]]", "", name).translate(_SUBSCRIPTS)
    return bare.replace("ß", "d") if "/" in name else bare


def _letters(name: str) -> str:
    return re.sub(r"[\d']", "", _bare(name))


def _is_same(name: str, symbol: str) -> bool:
    """Whether two symbols may be the same: h2 and h_t, but not h2 and h1."""
    (head, index), (other, another) = (
        re.sub(r"^((?:d[a-zß]/d)?[a-zß])", r"\1 ", each).split(" ") for each in (name, symbol)
    )
    return "ß" in name or (head == other and (index == another or "" in (index, another) or "t" in (index, another)))


_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
