"""Parsing a plain text by one of the grammars; a text that does not fit is refused by the name of the part that could not be interpreted.

The grammars are built when they are first needed, and kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from examgen.answers.answer_type import Unreadable
from examgen.answers.characters import quote

if TYPE_CHECKING:
    from lark import Lark, Token


Node: TypeAlias = Any
"""A tree of a grammar, or one of its tokens: which of them a child is, the grammar says and no type."""

_FOLDER = Path(__file__).parent / "grammars"
DEEPEST = 8
"""No answer nests brackets deeper; hostile input must not exhaust the stack."""

_NEXT = r"(?=[ :=]*[-+–]?[\d.(\[])"
_TURNING = (
    # limits and comparatives
    "mindestens|hßchstens|wenigstens|zumindest|allenfalls|maximale?|minimale?|unter|ßber|oberhalb|unterhalb",
    "(?<!%)(?<!% )(?<!prozent )weniger|mehr|kleiner|grßßer|groesser|knapp",
    "fast|nahezu|beinahe|bis|ab(?= ?[\\d(\\[])|gut(?= ?[\\d(\\[])",
    "(?<!%)(?<!% )moins|plus (?:de|que|grand|petit)|plus d'|jusque?|jusqu'ß|au plus|presque|quasi|quasiment|prßs",
    "infßrieure?s?|supßrieure?s?|inferiore?s?|superiore?s?|sous(?!-)|dßpasse|dessous|dessus|maximum de",
    "minimum de|(?<!%)(?<!% )menos|mßs|mßnimo|mßximo|minimo|maximo|massimo|a lo sumo",
    "menor|mayor|maior|casi|quase|hasta|desde|bajo|sobre|encima|debajo|por lo menos|atß|acima|abaixo|mais",
    "almeno|meno|piß|maggiore|minore|oltre|sotto|sopra",
    "fino a|minstens|hoogstens|minste|hoogste|maximaal|minimaal|meer|minder|groter|boven|onder|bijna",
    "tot(?= ?[\\d(\\[]| en met)|vanaf|a partir de",
    f"(?:over|under|above|below|up to|until|till|beyond|exceed(?:s|ing)?|almost|nearly|close to|hardly|barely){_NEXT}",
    "after(?= [-+.,\\d\\s()\\[\\]]*$)",
    # what is not the answer
    "nicht|nie|niemals|keine?[nrms]?|keinesfalls|kaum|außer|ausser|ohne|ungleich|statt|pas|jamais|sauf",
    "sans|diffßrente? de|nunca|tampoco|sem|excepto|exceto|distint[oa]",
    "diferente|ni|nßo(?! trein)|nem|non(?= ßs?(?![a-zß])| (?:e|est|es)(?![a-zß]))|mai|senza|divers[oa]",
    "tranne|eccetto|niet|geen|nooit|zonder|behalve|ongelijk|anders",
    "unequal|falsch|faux|fausse|fals[oa]|sbagliat[oa]|errad[oa]|incorrect[oa]?|incorreto|fout|foute|verkeerd",
    "como mucho|keineswegs|nirgends|weder|anstatt|anstelle|drunter|drßber|hßher|niedriger|geringer|aucune?",
    "excßde|hors|hormis|exceptß|gußre|ß peine|apenas",
    "salvo|en lugar de|en vez de|em vez de|supera|excede|jamßs|ninguno|ningßn|ao invßs|ultrapassa|nenhum",
    "invece|nessuno|nemmeno|neanche|appena|lontano|plaats van",
    "nauwelijks|amper|evenmin|hoger|lager|zijn minst|zijn hoogst|overschrijdt|nowhere|in excess|upwards",
    "(?:upper|lower|obere|untere) (?:bound|limit|grenze)",
    f"(?:ober|unter)grenze|(?:maximum|minimum|bound|limit|range|at most|at least|less than|more than){_NEXT}",
    "the limit is|half the (?:answer|result)",
    "all but|anything but|far from|in the (?:range|neighbou?rhood) of",
    # doubts
    "doubt|bezweifle|zweifle|doute|dudo|duvido|dubito|twijfel|angeblich|supposedly|allegedly|kßnnte|dßrfte",
    "mßsste|devrait|pourrait|podrßa|deberßa|deveria|poderia",
    "dovrebbe|potrebbe|magari|zou|isn't|can't|cannot",
    "vielleicht|eventuell|evtl|mßglicherweise|wahrscheinlich|vermutlich|wohl|peut[- ]?(?:ßtre|etre)|probablement",
    "probablemente|provavelmente|probabilmente|quizßs?|quizas?",
    "tal vez|talvez|a lo mejor|(?:puede|pode|puß|puo'?|kann|kan|might|could|may) (?:ser|essere|sein|zijn|be)",
    "forse|misschien|mogelijk|wellicht|waarschijnlijk",
    "vermoedelijk|depends|dßpend|depende|dipende",
    # between several
    "oder|ou bien|zwischen|entre|tussen|entweder",
    # what is still to be worked out
    "multiple of|vielfaches|hßlfte|doppelte[nrs]?|moitiß|mitad|metade|metß|doppio|doble|dobro|helft|dubbele?",
    "wurzel|racine|raßz|raiz|radice|wortel",
)
_LEFT = r"(?<![a-zß_^\d/)\]}])(?:[a-qt-z]|(?:the )?[a-z]{2,12})(?:_\{?[a-z0-9]{1,4}\}?|[₀-₉])?"
_ANSWER = "(?:answer|ans|result|value|ergebnis|lßsung|antwort)"
TURNED = (
    rf"(?<![a-zß])(?:{'|'.join(_TURNING)})(?![a-zß])".replace("ß", "(?:ß|[a-z]¨)").replace("[a-z(?:ß|[a-z]¨)", "[a-zß")
    + rf"|(?:{_LEFT}|\({_LEFT}(?: ?[-+] ?\d+)?\)) ?(?:[²³]|(?:\^|\*\*) ?\{{?[2-9]\}}?|squared|cubed) *[=≈]"
    + rf"|(?<![a-zß])([a-rt-z]) ?[*·×x] ?\1 *[=≈]|{_LEFT} ?/ ?\d+ *[=≈]"
    + r"|(?<![a-z])(?:square of|the square is|(?:answer|result|value|it) squared)(?![a-z])"
    + rf"|(?<![a-zß]){_ANSWER} ?[-+*/·×] ?\d+ *[=≈]"
    + r"|(?:√|(?<![a-z])(?:\\?sqrt|\\?log|\\?ln|exp|e ?\^)) ?"
    + r"[({]? ?(?:x|answer|ans|result|value) ?[)}]? *[=≈]|√ ?\(?[a-z]{1,12}\)? *[=≈]|\|x\| *[=≈]"
)
"""Words around a number or an array that make it another one, in the languages of students, and powers of a name: x² = 24."""
_PROSE = ("number", "array", "shape")


class Misfit(ValueError):
    """A text does not fit a grammar.

    Attributes:
        part: what could not be interpreted, as it was typed and quoted; empty where the text ends too early.
        place: where in the text it stands.
    """

    def __init__(self, part: str, place: int) -> None:
        super().__init__(f"{part} could not be interpreted" if part else "it is incomplete")
        self.part, self.place = part, place

    def within(self, typed: str) -> str:
        """What could not be interpreted, and in which text."""
        if not self.part:
            return f"{quote(typed)} is incomplete"
        return (
            str(self)
            if self.part == quote(typed) or len(self.part) > 40
            else f"{self.part} in {quote(typed)} could not be interpreted"
        )


@cache
def grammar(name: str, start: str = "start") -> Lark:
    """The parser of a grammar; it takes some tenths of a second to build, once on each machine."""
    from lark import Lark

    path = _FOLDER / f"{name}.lark"
    return Lark(
        path.read_text(encoding="utf-8"),
        parser="lalr",
        start=start,
        source_path=str(path),
        import_paths=[str(_FOLDER)],
        maybe_placeholders=False,
        cache=_kept(f"{name}-{start}"),
    )


def _kept(name: str) -> str | bool:
    """The user's own file for a parser that was built, which lark holds against the grammar; none where there can be none."""
    import platformdirs

    try:
        folder = platformdirs.user_cache_path("examgen", appauthor=False, ensure_exists=True)
    except OSError:
        return False
    return str(folder / f"{name}.parser") if os.access(folder, os.W_OK) else False


def parsed(name: str, text: str, typed: str, *, start: str = "start") -> Node:
    """The tree of a plain text; ``typed`` is what the student typed, of which a message quotes a part.

    Raises:
        Misfit: the text does not fit, or its brackets are nested too deeply.
    """
    from lark import UnexpectedInput

    _check_depth(text, typed)
    seen = (
        "".join("√" if sign == "√" else letter for sign, letter in zip(typed, text, strict=True))
        if "√" in typed
        else text
    )
    if name in _PROSE and (turned := _turned().search(seen)):
        raise Misfit(_part(typed, turned.start()), turned.start())
    try:
        return grammar(name, start).parse(text)
    except UnexpectedInput as error:
        place = error.pos_in_stream
        place = len(text) if place is None or place < 0 or getattr(error, "token", None) == "" else place
        raise Misfit(_part(typed, place), place) from None


@cache
def _turned() -> re.Pattern[str]:
    return re.compile(TURNED)


def _check_depth(text: str, typed: str) -> None:
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([{<") - (character in ")]}>")
        if depth > DEEPEST:
            raise Misfit(_part(typed, place), place)


def _part(typed: str, place: int) -> str:
    """The word that stands at a place."""
    rest = typed[place : place + 36].lstrip()
    return quote(rest.split()[0] if rest.split() else rest) if rest else ""


def is_token(node: Node) -> bool:
    """Whether a part of a tree is a token."""
    return isinstance(node, str)


def check_reasons(tree: Node, text: str, typed: str) -> None:
    """Refuse a reason that comes to another number than the answer before it: 156, because 25 · 6 = 150.

    Raises:
        Unreadable: it does.
    """
    for token in tokens(tree):
        if token.type == "REASON":
            said = _numbers(text[: token.start_pos])
            if other := next((n for each in token.split("=")[1:] for n in _numbers(each)[:1] if n not in said), None):
                raise Unreadable(f"{quote(typed)} gives {quote(other)} as its result; write only the answer")


def _numbers(text: str) -> list[str]:
    return [number.rstrip(".,") for number in re.findall(r"\d[\d.,]*", text)]


def tokens(tree: Node) -> Iterator[Token]:
    """Every token of a tree, in no certain order."""
    for subtree in tree.iter_subtrees():
        for child in subtree.children:
            if is_token(child):
                yield child
