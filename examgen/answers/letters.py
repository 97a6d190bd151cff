"""Reading letters that stand for options, and the texts of options: ``a, c``, ``(a) and (c)``, ``b) 28``, ``class 2``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from examgen.answers.answer_type import Unreadable
from examgen.answers.characters import plain, quote
from examgen.answers.parsing import Misfit, Node, is_token, parsed, tokens

MOST = 12
"""More options are no question; with so few letters hardly a word is made of them alone."""

_LONGEST = 2_000
_WORD = re.compile(r"[a-zß]{4,}")
_VERDICTS = ({"true", "false"}, {"yes", "no"})
_MOST_TOKENS = 150
_OPTION, _ITEM, _FILLER = 0xE000, 0xE080, "\ue0ff"
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


def checked_texts(texts: tuple[str, ...], called: str, most: int = MOST) -> None:
    """Refuse texts that cannot be told apart.

    Raises:
        ValueError: there are too few or too many, one is empty, or two are equal.
    """
    if not 2 <= len(texts) <= most:
        raise ValueError(f"expected 2 to {most} {called}s, got {len(texts)}")
    if not all(text.strip() for text in texts):
        raise ValueError(f"expected a text for each {called}, got {texts}")
    if twice := next((text for text in texts if texts.count(text) > 1), None):
        raise ValueError(f"expected different {called}s, got {twice!r} twice")


def checked_length(text: str, hint: str) -> str:
    """The text in plain characters, if it may be the name of some options.

    Raises:
        Unreadable: it is empty, far too long, or holds what nobody can read.
    """
    if len(text) > _LONGEST and text.strip():
        raise Unreadable(f"{len(text)} characters are too many for letters; write {hint}")
    return plain(text)


@dataclass(frozen=True)
class Texts:
    """The texts of options or items, found in what a student typed."""

    texts: tuple[str, ...]

    def exactly(self, text: str) -> frozenset[int]:
        """The places whose text this is: letter by letter, else without regard to case, spaces and the part that all share."""
        for form in (str.strip, _folded):
            wanted = form(text)
            if named := [place for place, each in enumerate(self.texts) if form(each) == wanted]:
                return frozenset(named)
        wanted = _folded(text)
        return frozenset(place for place, each in enumerate(self._distinct) if each and each == wanted)

    @cached_property
    def _distinct(self) -> tuple[str, ...]:
        """What is left of each text without the words with which all begin: the 2 of class 2."""
        words = [_folded(text).split() for text in self.texts]
        shared = 0
        while all(len(each) > shared + 1 for each in words) and len({each[shared] for each in words}) == 1:
            shared += 1
        return tuple(" ".join(each[shared:]) if shared else "" for each in words)

    def patterns(self) -> Iterator[tuple[str, int]]:
        """How each text may stand within an answer, as a pattern, beside its place."""
        for forms in (map(_bare, self.texts), self._distinct):
            for place, form in enumerate(forms):
                if form and not re.fullmatch(r"[a-z]", form):
                    words = re.sub(r"([a-z]?) ", _parted, " ".join(map(re.escape, form.split())))
                    before = r"(?<![a-z0-9.,])" if form[0].isalnum() else ""
                    after = r"(?![a-z0-9]|[.,]\d)" if form[-1].isalnum() else ""
                    stop = r"\.?" if self.texts[place].rstrip().endswith(".") else ""
                    yield before + words + after + stop, place


def parse(start: str, text: str, options: Texts, items: Texts | None, hint: str) -> Node:
    """The tree of an answer that names options.

    Raises:
        Unreadable: a part of it could not be interpreted.
    """
    small = checked_length(text, hint)
    found = [(pattern, _OPTION + place) for pattern, place in options.patterns()]
    found += [(pattern, _ITEM + place) for pattern, place in (items.patterns() if items else ())]
    for pattern, sign in sorted(found, key=lambda each: -len(each[0])):
        small = re.sub(pattern, partial(_filled, sign), small)
    try:
        tree = parsed("letters", small, text, start=start)
    except Misfit as misfit:
        reason = misfit.within(text) if misfit.part else f"{quote(text)} names no option"
        raise Unreadable(f"{reason}; write {hint}") from None
    if sum(1 for _ in tokens(tree)) > _MOST_TOKENS:
        raise Unreadable(f"{quote(text)} names too much; write {hint}")
    return tree


def _parted(match: re.Match[str]) -> str:
    """What may stand between two words of a text: behind a letter nothing, too, or a hyphen: LeakyReLU, class_2."""
    return rf"{match[1]}(?:\s+|[_-]?)" if match[1] else r"\s+"


def _filled(sign: int, match: re.Match[str]) -> str:
    return chr(sign).ljust(len(match[0]), _FILLER)


@dataclass(frozen=True)
class Names:
    """What the names in an answer mean."""

    typed: str
    options: Texts
    known: str
    hint: str

    def of(self, node: Node) -> frozenset[int]:
        """The places that a letter, a text or both can mean; more than one where they contradict each other.

        Raises:
            Unreadable: it is no letter of an option.
        """
        if is_token(node):
            return self._token(node)
        named = [
            self.of(child)
            for child in node.children
            if not is_token(child) or child.type in ("LETTER", "MARKED", "TEXT")
        ]
        agreed = frozenset.intersection(*named)
        return agreed or frozenset.union(*named)

    def one(self, node: Node) -> int:
        """The only place that a name can mean.

        Raises:
            Unreadable: it can mean two.
        """
        places = self.of(node)
        if len(places) > 1:
            raise Unreadable(f"{quote(self.typed)} names more than one option; write {self.hint}")
        return next(iter(places))

    def letter(self, letter: str) -> int:
        """The place of a letter.

        Raises:
            Unreadable: no option has it.
        """
        if letter not in self.known:
            raise Unreadable(
                f"{quote(letter)} is not one of the letters {self.known[0]} to {self.known[-1]}; write {self.hint}"
            )
        return self.known.index(letter)

    def _token(self, token: Node) -> frozenset[int]:
        if token.type == "TEXT":
            start = token.start_pos or 0
            return self.options.exactly(self.typed[start : start + len(token)]) or frozenset({ord(token[0]) - _OPTION})
        letter = re.sub(r"\\[a-z]+|[^a-z]", "", token)
        texts = frozenset(place for place, text in enumerate(self.options.texts) if _folded(text) == letter)
        if letter not in self.known:  # T for true
            verdicts = [text.strip().casefold() for text in self.options.texts]
            if set(verdicts) in _VERDICTS:
                texts |= {place for place, text in enumerate(verdicts) if text[0] == letter}
            if texts:
                return texts
        return frozenset({self.letter(letter)}) | texts

    def several(self, nodes: Sequence[Node]) -> list[int]:
        """The places of names in a list.

        Raises:
            Unreadable: one is named twice, or some stand in brackets and some do not.
        """
        enclosed = {
            leaf.startswith(("(", "[", "{"))
            for node in nodes
            for leaf in leaves(node)
            if leaf.type in ("LETTER", "MARKED")
        }
        if len(enclosed) > 1 or (self.typed.count("(") not in (0, self.typed.count(")"))):
            raise Unreadable(f"the brackets in {quote(self.typed)} have no certain meaning; write {self.hint}")
        named = [leaf for node in nodes for leaf in leaves(node) if leaf.type in ("LETTER", "MARKED")]
        if len(named) == len(nodes) and 0 < self.typed.count("/") < len(nodes) - 1:  # b, c/d
            raise Unreadable(f"the slash in {quote(self.typed)} may part two choices; write {self.hint}")
        places = [self.one(node) for node in nodes]
        return self.checked(places)

    def checked(self, places: list[int]) -> list[int]:
        """The places, if none stands twice.

        Raises:
            Unreadable: one does.
        """
        if twice := [place for place in places if places.count(place) > 1]:
            raise Unreadable(f"{quote(self.typed)} names {self.known[twice[0]]} twice; write {self.hint}")
        return places

    def ticked(self, boxes: Node) -> int:
        """The only one of some boxes that is ticked.

        Raises:
            Unreadable: none is, or several are.
        """
        found: dict[int, bool] = {}
        for box in flat(boxes, "boxes"):
            mark, option = box.children
            place = self.one(option)
            if place in found:
                raise Unreadable(f"{quote(self.typed)} names {self.known[place]} twice; write {self.hint}")
            found[place] = mark.type == "ON"
        chosen = [place for place, is_on in found.items() if is_on]
        if len(chosen) != 1:
            raise Unreadable(f"{quote(self.typed)} ticks {len(chosen)} options; write {self.hint}")
        return chosen[0]

    def check_sentences(self, tree: Node, named: frozenset[int]) -> None:
        """Refuse a sentence behind an answer that speaks with the words of another option.

        Raises:
            Unreadable: it does.
        """
        words = [set(_WORD.findall(_folded(text))) for text in self.options.texts]
        for token in tokens(tree):
            if token.type == "SENTENCE":
                said = set(_WORD.findall(token)).difference(*(words[place] for place in named))
                if other := [word for each in words for word in each if word in said]:
                    raise Unreadable(
                        f"{quote(min(other))} in {quote(self.typed)} may name another option; write {self.hint}"
                    )

    def together(self, token: str) -> list[int]:
        """The places of letters that stand together: bac."""
        return self.checked([self.letter(letter) for letter in token])


def item_place(token: str) -> int:
    """The place of the item whose text a token stands for."""
    return ord(token[0]) - _ITEM


def numeral(token: str) -> int:
    """The number of an item: 2, 2nd, (2), ②."""
    circled = re.search("[①-⑳]", token)
    return ord(circled[0]) - ord("①") + 1 if circled else int(re.sub(r"\D", "", token))


def leaves(node: Node) -> Iterator[Node]:
    """The tokens of a tree, from left to right."""
    if is_token(node):
        yield node
        return
    for child in node.children:
        yield from leaves(child)


def flat(node: Node, name: str, also: str = "") -> list[Node]:
    """The parts of a list that a grammar writes as a list and one more, without what parts them."""
    found: list[Node] = []
    while not is_token(node) and node.data == name:
        first, *rest = node.children
        found.extend(part for part in reversed(rest) if not is_token(part) or part.type in (*NAMES, also))
        node = first
    return [node, *reversed(found)]


NAMES = ("LETTER", "MARKED", "TEXT", "NOTHING", "PAIR")
"""The tokens that name an option by themselves."""


def _bare(text: str) -> str:
    """A text in plain characters, without a full stop at its end, ready to be found within an answer."""
    try:
        return " ".join(plain(text).replace("$", " ").split()).rstrip(".")
    except Unreadable:
        return ""


def _folded(text: str) -> str:
    """A text without regard to case, spaces, dollar signs, the look of powers and a full stop at its end."""
    raised = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", lambda run: "^" + run[0].translate(_LOWERED), text)
    try:
        return " ".join(_folded_plain(raised).split()).rstrip(".")
    except Unreadable:
        return " ".join(text.casefold().split())


def _folded_plain(text: str) -> str:
    """As `plain`, but letters that are not ASCII keep their difference."""
    small = plain(text)
    return "".join(
        typed.casefold() if typed.isalpha() else read for typed, read in zip(text, small, strict=True)
    ).replace("$", " ")
