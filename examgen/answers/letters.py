"""Reading letters that stand for options, and the texts of options: ``a, c``, ``(a) and (c)``, ``b) 28``, ``class 2``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import product

from examgen.answers.answer_type import Unreadable
from examgen.answers.characters import plain, quote
from examgen.answers.parsing import Misfit, Node, is_token, parsed, tokens

MOST = 12
"""More options are no question; with so few letters hardly a word is made of them alone."""

_LONGEST = 2_000
_WORD = re.compile(r"[a-zß]{4,}")
_VERDICTS = ({"true", "false"}, {"yes", "no"})
_CLASS = r"(?:class|klasse|classe|clase)(?: no\\.| nr\\.| number| #)?"
_ORDINALS = (
    "first|1st|erste[nrs]?|primeir[ao]|primer[ao]?|premißre?|prim[ao]",
    "second|2nd|zweite[nrs]?|segund[ao]|deuxißme|second[ao]",
    "third|3rd|dritte[nrs]?|terceir[ao]|tercer[ao]?|troisißme|terz[ao]",
    "fourth|4th|vierte[nrs]?|quart[ao]|cuart[ao]|quatrißme",
    "fifth|5th|fßnfte[nrs]?|quint[ao]|cinquißme",
)
_OPTION_WORD = "option|answer|choice|statement|antwort|aussage|opß+o|opci.n|resposta|respuesta|rßponse|risposta"
ORDINALS = tuple(
    (rf"(?<![a-zß0-9])(?:(?:{each}) (?:of the )?(?:{_OPTION_WORD}|one)s?)(?![a-zß])", "abcde"[place])
    for place, each in enumerate(_ORDINALS)
)
"""How the place of an option is spoken of, and its letter: the second option, b."""
_EVERY_ORDINAL = "|".join(_ORDINALS)
ONLY_ORDINALS = (
    r"\s*(?:(?:only|just|both|the|nur|das|die|der|a|la|las|los|os|as)\s+)*"
    rf"(?:{_EVERY_ORDINAL})(?:(?:\s*,\s*|\s+(?:and|und|y|e|et)\s+|\s*&\s*)+(?:the |die |der |la |a )?(?:{_EVERY_ORDINAL}))*[\s.!]*"
)
BARE_ORDINALS = tuple((rf"(?<![a-zß0-9])(?:{each})(?![a-zß])", "abcde"[place]) for place, each in enumerate(_ORDINALS))
"""Nothing but places: the first and the third."""
ORDER_WORDS = (
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
)
ARTICLE = (
    r"(?<![a-z0-9ß])[ao] (?=(?:alternativa|opß+o|opcao|letra|resposta|ordem|afirma|corret[ao]|cert[ao]))"
    r"|(?<= ß )[ao] (?=[a-l][\s.!]*$)"
)
"""The article of Portuguese, which is no letter of an option."""
PLACED = (
    r"(?<![a-z])[a-l]\)? (?:is |comes )?(?:first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|[4-6]th)(?![a-z])"
)
"""How an item is given its place in an order: d first, b second, c last."""
_SAID_OF_ONE = "(?:not )?(?:true|false|correct|incorrect|right|wrong)"
LAST_AND = (
    (r"(?<=[a-l)]) y (?=\(?[a-l]\)?(?:[\s.!]*$| (?:son|sßo|estß[no]) ))", 12),
    (r"(?<=[a-l)]) e (?=\(?[a-l]\)?(?:[\s.!]*$| (?:son|sßo|estß[no]|estßo) ))", 4),
)
"""And before the last letter in Spanish and Portuguese, with the most options of which it is no letter itself."""
E_OR_AND = r"(?<![a-z])[a-l]\)? e \(?[a-d](?![a-z])"
"""The fifth option, or and in Portuguese and Italian: b e c."""
_TRUE = (
    "true|wahr|richtig|korrekt|stimmt|verdadeir[oa]|verdader[oa]|ciert[oa]|corret[oa]|correct[oa]?|cert[oa]|vrai|juste|vero|waar"
    "|v|verdad|right|yes|yep|yea|yeah|yup|claro que sß"
    "|verdade|jawohl|ja|sim|sß|si|oui|not (?:false|wrong)|nicht falsch|es stimmt"
)
_FALSE = (
    "false|nah|falsch|fals[oa]|faux|fausse|onwaar|errad[oa]|incorrect[oa]?|incorret[oa]|wrong|untrue|no|nope|nein|nßo|nao|non|nee"
    "|(?:not|isn't|is not) (?:true|correct|right)|nicht (?:wahr|richtig)|(?:das )?(?:stimmt|trifft) nicht(?: zu)?"
    "|niet waar|i don't think so|never|not at all|absolutely not|certainly not|definitely not|of course not|no way|gar nicht"
    "|nein,? gar nicht"
    "|no es (?:cierto|verdad|verdadero)|nßo ß (?:verdade|verdadeiro)"
)
_ABOUT = (
    r"[-\s\"'`*_(\[→=>:.]*(?:(?:answer|ans|antwort|resposta|respuesta|risposta|rßponse)[:=]? *(?:is +)?)?"
    "(?:(?:i think|i say|i'd say|i would say|i believe|ich glaube|ich denke|acho que|creo que|ok|okay)[, ]+)?"
    "(?:(?:definitely|certainly|absolutely|obviously|clearly|of course|sure|surely|natßrlich|sicher)[, ]+)?"
)
_SUBJECT = (
    "(?:(?:(?:the|this|that|die|diese|a|la) )?(?:it|this|that|statement|claim|assertion|das|es|aussage|isso|isto|esto|eso|"
    r"afirma[a-zß]{3,6}|frase)(?: is| ist| ß| es|'s)? +|thats +|c'est +|(?:ist|es|est|ß) +)?"
)
_AT_THE_END = r"[\s\"'`*_)\].!,;✓✔✅]*"
_SURELY = "i think so|always|of course|natßrlich|definitely|certainly"
_THEY_DO = "(?<=[a-z,:] )(?:it|this|they) (?:does|do|is|are)"
VERDICTS = tuple(
    rf"{_ABOUT}(?:(?:{said})[,.!:;]? *(?=\S))?{_SUBJECT}(?:(?:{said})(?: statement)?|{they_do}){_AT_THE_END}"
    for said, they_do in ((_TRUE, f"{_THEY_DO}|{_SURELY}"), (_FALSE, f"{_THEY_DO}(?: not|n't)"))
)
"""How a statement is said to be true, and how it is said to be false, in the languages of students."""
_NO_REASON = (
    r"[^\n?]*(?<![a-zß])(?:or|but|unless|if|maybe|perhaps|sometimes|except|only|however|actually|wait|although|though|sure|depends?"
    r"|not (?:really|exactly|quite|always|necessarily|sure)|hardly|usually|mostly|partly|nearly|half|often|oder|aber|wenn|falls"
    r"|vielleicht|ou|mas|se|talvez|o|pero|si|quizßs|b|a(?! [a-z]{3})"
)
VERDICTS_WITH_REASON = tuple(
    rf"{_ABOUT}{_SUBJECT}(?:{said})(?: statement)?(?:[.:;,!]| [-–]| (?=since |because )) *"
    rf"(?!{_NO_REASON}|no(?! [a-z]{{3}})|{other})(?![a-zß]))(?=[a-zß])[^?=\n]{{3,200}}"
    for said, other in ((_TRUE, _FALSE.replace("|no|", "|")), (_FALSE, _TRUE))
)
"""The same with a reason behind it that neither doubts it nor says the other thing: true, pooling has no weights."""
_BOTH = "[\\s,;.:/–-]+"
VERDICTS_CLASH = rf"[\s\"'(]*(?:(?:{_TRUE}){_BOTH}(?:{_FALSE})|(?:{_FALSE}){_BOTH}(?:{_TRUE}))[\s\"').!]*"
COUNTS = ("two|zwei|2", "three|drei|3", "four|vier|4", "five|fßnf|5", "six|sechs|6", "7", "8", "9")
"""How many options are spoken of: all four."""
VERDICT_PAIRS = (
    ("true", "false"), ("yes", "no"), ("correct", "incorrect"), ("right", "wrong"), ("correct", "wrong"), ("wahr", "falsch"),
    ("richtig", "falsch"), ("ja", "nein"), ("verdadeiro", "falso"), ("verdadero", "falso"), ("sim", "nßo"), ("sß", "no"),
    ("vrai", "faux"), ("oui", "non"), ("vero", "falso"),
)  # fmt: skip
"""The words of which a list says of one statement after the other whether it holds. Letters and digits may mean something else: T F T T."""
SKIPPED = ("it", "is", "a", "an", "the", "becomes", "become", "gets", "stays", "stay", "remains", "remain", "keeps")
"""Words with which a short name of an option need not begin."""
LIMITING = (
    "only",
    "alone",
    "not",
    "never",
    "less",
    "more",
    "all",
    "once",
    "twice",
    "first",
    "last",
    "too",
    "at",
    "or",
    "and",
)
"""Words without which a name is another one, though others end with them: CNNs only."""
PREPOSITIONS = (
    "in", "if", "when", "with", "for", "after", "before", "during", "by", "to", "on", "at", "because", "although", "since", "while", "as",
    "from", "of", "under", "over",
)  # fmt: skip
"""Words with which no name begins."""
MOST_WORDS = 7
ALONE = (
    r"^[\s\"'`*(\[]*(?:[a-zß' ]{1,40}[: ]\s{0,3})?(?:\(?[a-l][).:]{0,2}\s{0,3}(?:[-–:=,(]|→|-+>)?\s{0,3})?[\"'`*]{0,2}(?:the |an? )?",
    r"[\"'`*]{0,2}\s{0,3}\)?(?:[,=:;(–-]?\s{0,3}(?:option |answer )?\(?[a-l]\)?)?"
    r"(?:[\s.,!;]*$|[,.;]? ?\(?(?:because|since|weil|car|porque) [^\n]*$)",
)
LISTED = (
    r"(?:^|[,;:\n=>→(–-]|\d[.)]?)\s{0,4}(?:(?:the|and|und) )?",
    r"\s{0,4}(?:$|[,;\n.)(]|→|-*>|and |und )",
)
"""What may stand around the short name of an option: alone, or in a list."""
WORKING = r"(?=[^=]{0,60}\d[) ]{0,2}[-+*/×x])\s{0,3}[(\d][-+*/×x()\d ]{1,60}= ?(?=\d)"
"""A calculation before the number that is an option."""
_ONE = "[A-La-lＡ-Ｌａ-ｌ]"
_THE_ANSWER = (
    "(?:[Пп]равильный |[Мм]ой )?(?:[Оо]твет|[Вв]ариант)(?: это)?|[Вв]ідповідь|[Оо]тговор|[Оо]дговор|[Αα]πάντηση",
    "(?:正确|我的)?答案(?:是|为|為)?|我?[选選](?:择|擇|项|項)?|(?:答え|正解|回答|解答)[はが]?|(?:정답|답)[은는이]?",
    "الإجابة|الجواب|התשובה(?: היא)?|תשובה|[Đđ]áp án|[Jj]awaban|उत्तर|(?:[Ss]právná )?[Oo]dpověď(?: je)?|(?:[Hh]elyes )?[Vv]álasz",
    "(?:[Pp]oprawna )?[Oo]dpowiedź(?: to)?|(?:[Dd]oğru )?(?:[Cc]evap|[Yy]anıt)",
    "[Rr]ăspuns(?:ul)?(?: corect)?(?: este)?|[Tt]očan odgovor(?: je)?",
)
FOREIGN = (
    (rf"^\s*(?:{'|'.join(_THE_ANSWER)})\s*[:：]?\s*(?=[(\[（【]?{_ONE}{{1,12}}(?![A-Za-z]))", " "),
    (rf"(?<={_ONE[:-1]})）])(?:(?:です|だと思います|입니다|이다)[。｡]?|[。｡])\s*$", " "),
    (rf"(?<={_ONE[:-1]})）])\s*[和与與及跟と과와]\s*(?=[(（]?{_ONE}(?![A-Za-z]))", "&"),
)
"""The answer is, and, in languages with letters of their own, and the one character that each is read as."""
FOREIGN_VERDICTS = (
    (
        *(
            "да",
            "верно",
            "правда",
            "так",
            "tak",
            "prawda",
            "evet",
            "doğru",
            "igen",
            "igaz",
            "ναι",
            "σωστό",
            "نعم",
            "صحيح",
            "כן",
            "נכון",
        ),
        *("是", "是的", "对", "對", "正确", "正確", "はい", "正しい", "네", "예", "참"),
    ),
    (
        *(
            "нет",
            "неверно",
            "ложь",
            "неправда",
            "ні",
            "nie",
            "fałsz",
            "hayır",
            "yanlış",
            "nem",
            "hamis",
            "όχι",
            "λάθος",
            "لا",
            "خطأ",
            "לא",
        ),
        *("否", "不是", "不对", "不對", "错", "錯", "错误", "錯誤", "いいえ", "間違い", "아니요", "아니오", "거짓"),
    ),
)
"""Yes and no, true and false, as whole answers in languages with letters of their own, and a few more."""
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
    for pattern, sign in FOREIGN:
        text = re.sub(pattern, partial(_padded, sign), text)
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
        if named := [place for place, each in enumerate(self._distinct) if each and each == wanted]:
            return frozenset(named)
        loose = [_loose(each) for each in self.texts]
        wanted = _loose(text)
        return frozenset(
            place for place, each in enumerate(loose) if each and each == wanted and loose.count(each) == 1
        )

    def verdict(self, text: str) -> int | None:
        """The place that a sentence such as "No, it is false" means where the options are true and false, or yes and no."""
        said = [each.strip().casefold().rstrip(".") for each in self.texts]
        if set(said) not in _VERDICTS or len(said) != 2:
            return None
        alone = text.strip().strip(".!。 ").casefold()
        if foreign := [holds for holds, words in zip((True, False), FOREIGN_VERDICTS, strict=True) if alone in words]:
            return next(place for place, each in enumerate(said) if (each in ("true", "yes")) == foreign[0])
        small = " ".join(plain(text).split())
        if re.fullmatch(VERDICTS_CLASH, small):
            raise Unreadable(f"{quote(text)} contains both yes and no; write a or b")
        for patterns in (VERDICTS, VERDICTS_WITH_REASON):
            held = [bool(re.fullmatch(pattern, small)) for pattern in patterns]
            if held[0] != held[1]:
                break
        else:
            return None
        return next(place for place, each in enumerate(said) if (each in ("true", "yes")) == held[0])

    @cached_property
    def _distinct(self) -> tuple[str, ...]:
        """What is left of each text without the words with which all begin, or all end: the 2 of class 2, forget of forget gate."""
        words = [_folded(text).split() for text in self.texts]
        shared, ended = 0, 0
        while all(len(each) > shared + 1 for each in words) and len({each[shared] for each in words}) == 1:
            shared += 1
        while all(len(each) > shared + ended + 1 for each in words) and len({each[-1 - ended] for each in words}) == 1:
            ended += 1
        if any(len(word) < 4 for each in words for word in each[shared : len(each) - ended]):
            ended = 0
        return tuple(" ".join(each[shared : len(each) - ended]) if shared or ended else "" for each in words)

    @property
    def told_apart(self) -> Iterator[tuple[str, int]]:
        """What is left of each text without the words that all share, where that is a word or more, beside its place."""
        return ((form, place) for place, form in enumerate(self._distinct) if re.fullmatch("[a-z' -]{5,}", form))

    @cached_property
    def _loose(self) -> tuple[str, ...]:
        return tuple(map(_loose, self.texts))

    @cached_property
    def short(self) -> tuple[tuple[str, int], ...]:
        """What students call an option for short, the longer first, beside its place.

        It is what stands before the colon or comma, without articles, "it becomes" and a last word that others have too. It stands
        in no other option.
        """
        whole = [" ".join(re.findall("[a-zß'-]+|[^a-zß'\\s-]", _folded(text))) for text in self.texts]
        heads = [re.split("[,:;(.]", _folded(text), maxsplit=1)[0].split() for text in self.texts]
        lasts = [words[-1] for words in heads if words]
        shared = next((n for n, words in enumerate(zip(*heads, strict=False)) if len(set(words)) > 1), 0)
        from_behind = zip(*map(reversed, heads), strict=False)
        ended = next((n for n, words in enumerate(from_behind) if len(set(words)) > 1), 0)
        found: dict[str, set[int]] = {}
        for place, words in enumerate(heads):
            first = next((n for n, word in enumerate(words) if n >= shared and word not in SKIPPED), len(words))
            is_shared = bool(words) and lasts.count(words[-1]) > 1 and words[-1] not in LIMITING
            ends = [len(words), *([len(words) - 1] if is_shared else [])]
            ends += [len(words) - ended] if ended > 1 else []
            for start, end in product(range(min(first + 1, len(words))), ends):
                form = " ".join(words[start:end])
                if words[start] in ("a", *PREPOSITIONS) and (end < len(words) or start or words[start] != "a"):
                    continue  # a recurrent: the letter or the article
                if re.fullmatch("(?=.*[a-z]{4})[a-z' -]+", form) and end - start <= MOST_WORDS and first < end:
                    found.setdefault(form, set()).add(place)
        told = sorted(found.items(), key=lambda each: (-len(each[0]), each[0]))
        return tuple(
            (form, min(places))
            for form, places in told
            if len(places) == 1 and sum(f" {form} " in f" {each} " for each in whole) <= 1
        )

    @cached_property
    def kind(self) -> str:
        """What all options are, where they are that and their letter: box, of box A and box B."""
        kinds = {
            _folded(text).removesuffix(f" {letter}") for text, letter in zip(self.texts, "abcdefghijkl", strict=False)
        }
        (kind, *others) = kinds
        return kind if not others and re.fullmatch("[a-z]{3,12}", kind) and len(self.texts) <= MOST else ""

    def patterns(self) -> Iterator[tuple[str, int]]:
        """How each text may stand within an answer, as a pattern, beside its place."""
        for forms in (map(_bare, self.texts), self._distinct):
            for place, form in enumerate(forms):
                if form and not re.fullmatch(r"[a-z]", form):
                    words = re.sub(r"([a-z]?) ", _parted, " ".join(map(re.escape, form.split())))
                    words = re.sub(r"^class(?=\(\?:\\s)", _CLASS, words)
                    words = re.sub(r"(?<=[a-z])\\-(?=[a-z])", "[- ]?", words)
                    words = re.sub(r"(?<=\d)\\s\+×\\s\+(?=\d)", r"\\s*[×x*]\\s*", words)
                    words = self._as_numbers(form) or words
                    before = r"(?<![a-z0-9.,])" if form[0].isalnum() else ""
                    after = r"(?![a-z0-9]|[.,]\d)" if form[-1].isalnum() else ""
                    stop = r"\.?" if self.texts[place].rstrip().endswith(".") else ""
                    yield before + words + after + stop, place

    def _as_numbers(self, form: str) -> str:
        """A number among the options with the decimal mark and the groups of other countries: 28,5 for 28.5, 61,706 for 61706."""
        if re.fullmatch(r"-?\d+\.(?:\d{1,2}|\d{4,})", form):
            return re.escape(form).replace(r"\.", "[.,]")
        if re.fullmatch(r"-?[1-9]\d{4,8}", form) and [re.sub(r"\D", "", each) for each in self.texts].count(form) == 1:
            return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "[., ']?", re.escape(form))
        return ""


@lru_cache(maxsize=1_000)
def known(texts: tuple[str, ...]) -> Texts:
    """The texts of options, which are worked out once."""
    return Texts(texts)


def parse(start: str, text: str, options: Texts, items: Texts | None, hint: str) -> Node:
    """The tree of an answer that names options.

    Raises:
        Unreadable: a part of it could not be interpreted.
    """
    small = checked_length(text, hint)
    working = re.match(WORKING, small) if start == "start_choice" else None  # the 28 of 28 - 3 + 1 = 26 is no option
    calculated = working[0] if working else ""
    small = small[len(calculated) :]
    found = [(pattern, _OPTION + place) for pattern, place in options.patterns()]
    found += [(pattern, _ITEM + place) for pattern, place in (items.patterns() if items else ())]
    for pattern, sign in sorted(found, key=lambda each: -len(each[0])):
        small = re.sub(pattern, partial(_filled, sign), small)
    small = calculated + small
    for names, sign in ((options, _OPTION), *([(items, _ITEM)] if items else [])):
        small = _called_short(start, small, names, sign)
    if start == "start_choices" and options.kind:  # boxes A and C
        several = rf"(?<![a-z]){options.kind}(?:e?s)?(?= \(?[a-l](?![a-z]))|(?<=all ){options.kind}e?s(?![a-z])"
        small = re.sub(several, partial(_padded, ""), small)
    small = _spoken(start, small, len(options.texts))
    try:
        tree = parsed("letters", small, text, start=start)
    except Misfit as misfit:
        reason = misfit.within(text) if misfit.part else f"{quote(text)} does not name an option"
        raise Unreadable(f"{reason}; write {hint}") from None
    reasons = [token for token in tokens(tree) if token.type == "REASON_OF_A_LETTER"]
    if len(options.texts) > MOST and any(re.search(r"(?<![a-z])[m-z](?![a-z'])", reason) for reason in reasons):
        raise Unreadable(f"a letter in {quote(text)} may name another option; write {hint}")
    if sum(1 for _ in tokens(tree)) > _MOST_TOKENS:
        raise Unreadable(f"{quote(text)} is too long; write {hint}")
    return tree


def _called_short(start: str, small: str, texts: Texts, sign: int) -> str:
    """The text with the signs of options that are called by a short name: alone or behind a letter, or between separators."""
    before, after = ALONE if start in ("start_choice", "start_choices") else LISTED
    small = re.sub(
        r"([).,;:\n=>→–-] ?)(?:the|it)(?= [\ue000-\ue07f])", partial(_behind, ""), small
    )  # 1: the update gate
    for form, place in texts.short:
        if form.split()[-1] not in small:
            continue
        words = ("" if form.startswith("it ") else "(?:it (?:is )?)?") + re.escape(form).replace(r"\ ", r"\s+")
        small = re.sub(rf"({before}){words}(?={after})", partial(_behind, chr(sign + place)), small)
    return small


def _behind(sign: str, match: re.Match[str]) -> str:
    return match[1] + sign.ljust(len(match[0]) - len(match[1]), _FILLER if sign else " ")


def _spoken(start: str, small: str, count: int) -> str:
    """The text with a letter for the second option, a sign for and in other languages, and boxes for ticks before letters."""
    if start in ("start_choice", "start_choices"):
        alone = start == "start_choices" and re.fullmatch(ONLY_ORDINALS, small)  # the first and the third
        for pattern, letter in (BARE_ORDINALS if alone else ORDINALS)[:count]:
            small = re.sub(pattern, partial(_padded, letter), small)
    small = re.sub(ARTICLE, "  ", small)
    if start == "start_ordering" and len(re.findall(PLACED, small)) == count:
        small = re.sub(PLACED, partial(_placed, count), small)
    if start == "start_choices":
        if len(re.findall(rf"(?<![a-z])[a-l]\)? is (?={_SAID_OF_ONE})", small)) > 1:  # a is true, b is false
            small = re.sub(rf"(?:(?<=(?<![a-z])[a-l])|(?<=\))) is (?={_SAID_OF_ONE})", " :  ", small)
        for pattern, most in LAST_AND:
            small = re.sub(pattern, " & ", small) if count <= most else small
        if count > 5 and re.fullmatch(r"\s*[a-l](?:\s+[a-l])+[\s.]*", small):  # the f of a b f says nothing of b
            small = re.sub(r"(?<=[a-l])\s(?=\s*[a-l])", ",", small)
        if re.fullmatch(
            r"\s*(?:(?:\(?[a-l][).:]{0,2}|[\ue000-\ue07f]\ue0ff*:?) *[\[(] ?x? ?[\])][\s,;]*)+", small
        ):  # a [x] b [ ]
            small = re.sub(r"[\[(] ?(x?) ?[\])]", lambda box: ("✓" if box[1] else "✗").ljust(len(box[0])), small)
        if re.match(r"\s*[✓✔✅✗✘❌]", small) and not re.search("[☐☑☒]", small):
            small = re.sub("[✗✘❌]", "☐", re.sub("[✓✔✅]", "☑", small))
    return small


def _padded(letter: str, match: re.Match[str]) -> str:
    return letter.ljust(len(match[0]))


def _placed(count: int, match: re.Match[str]) -> str:
    """``b second`` as ``b: 2``."""
    word = match[0].split()[-1]
    place = count if word == "last" else next(n for n, words in enumerate(ORDER_WORDS, start=1) if word in words)
    return f"{match[0][0]}: {place}".ljust(len(match[0]))


def verdicts(text: str, count: int) -> tuple[int, ...] | None:
    """What a list of verdicts says, one for each of so many options: true, false, true; nothing where a text is no such list."""
    small = re.sub(r"^[\s\[({]+|[\s\])}.!]+$", "", plain(text))
    parts = [part for part in re.split(r"[\s,;/|]+", small) if part]
    if re.fullmatch("[tf]{2,}|[01]{2,}", small):  # TFTF, 1010
        parts = list(small)
    if len(parts) == count < 6 and (
        (set(parts) == {"t", "f"} and " " not in small) or set(parts) == {"0", "1"}
    ):  # t and f are no options
        return tuple(int(part in ("t", "1")) for part in parts)
    pair = next((pair for pair in VERDICT_PAIRS if set(parts) <= set(pair)), None)
    return tuple(int(part == pair[0]) for part in parts) if pair and len(parts) == count else None


_ITEMS = r"\d{1,2}(?:(?:\s{0,3}[,&+]\s{0,3}|\s{1,3}(?:and|und|et|y|e)\s{1,3})\d{1,2})*"
_TO = r"\s{0,3}(?:[:=]|→|[-=]+>)\s{0,3}"
_GROUP = rf"\(?[a-l]\)?{_TO}[\[({{]?{_ITEMS}[\])}}]?"
_GROUP_BEHIND = rf"[\[({{]?{_ITEMS}[\])}}]?{_TO}\(?[a-l](?![a-z])\)?"
_NEXT_GROUP = r"(?: {0,3}[;.\n]\s{0,3}|\s{0,3},\s{0,3}(?=\(?[a-l])|[ \t]{1,3}(?=\(?[a-l]))"
_NEXT_BEHIND = r" {0,3}[;.\n]\s{0,3}"
GROUPS = tuple(
    rf"\s*{group}(?:{following}{group})*[\s.;]*"
    for group, following in ((_GROUP, _NEXT_GROUP), (_GROUP_BEHIND, _NEXT_BEHIND))
)
GROUP = (_GROUP, _GROUP_BEHIND)
"""Items that share an option: a: 1, 4; b: 2, 3, or 1, 4: a; 2, 3: b."""


def grouped(small: str) -> list[tuple[int, str]] | None:
    """Each item's number and letter, where an answer lists the items of each option; nothing where it does not."""
    for whole, one in zip(GROUPS, GROUP, strict=True):
        if re.fullmatch(whole, small):
            found = [match[0] for match in re.finditer(one, small)]
            letters = [re.sub("[^a-l]", "", re.sub("and|und|et|(?<= )[ye](?= )", "", group)) for group in found]
            pairs = [
                (int(number), letter)
                for group, letter in zip(found, letters, strict=True)
                for number in re.findall(r"\d+", group)
            ]
            return pairs if len(pairs) > len(found) else None
    return None


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
            leaf.startswith(("(", "[", "{", "<"))
            for node in nodes
            for leaf in leaves(node)
            if leaf.type in ("LETTER", "MARKED")
        }
        if len(enclosed) > 1 or (self.typed.count("(") not in (0, self.typed.count(")"))):
            raise Unreadable(f"the meaning of the brackets in {quote(self.typed)} is unclear; write {self.hint}")
        named = [leaf for node in nodes for leaf in leaves(node) if leaf.type in ("LETTER", "MARKED")]
        if len(named) == len(nodes) and 0 < self.typed.count("/") < len(nodes) - 1:  # b, c/d
            raise Unreadable(f"the slash in {quote(self.typed)} may separate two choices; write {self.hint}")
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

    def counted(self, node: Node) -> list[int]:
        """The places of names in a numbered list: 1. a 2. c.

        Raises:
            Unreadable: the numbers do not count them, or one is named twice.
        """
        parts = flat(node, "counted", also="NUMBER_DOT")
        numbers = [numeral(part) for part in parts if is_token(part) and part.type == "NUMBER_DOT"]
        if numbers != list(range(1, len(numbers) + 1)):
            raise Unreadable(f"the item numbers in {quote(self.typed)} are not in order; write {self.hint}")
        return self.checked([self.one(part) for part in parts if not is_token(part) or part.type != "NUMBER_DOT"])

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
            if token.type in ("REMARK", "REASON_OF_A_LETTER", "SENTENCE"):
                self._check_short(token, named)
            if token.type == "NOT_OTHER" and named & {
                self.letter(other) for other in re.findall("(?<![a-z])[a-l](?![a-z])", token)
            }:
                raise Unreadable(f"{quote(self.typed)} names an option and takes it back; write {self.hint}")
            if token.type == "SENTENCE":
                said = set(_WORD.findall(token)).difference(*(words[place] for place in named))
                if other := [word for each in words for word in each if word in said]:
                    raise Unreadable(
                        f"{quote(min(other))} in {quote(self.typed)} may name another option; write {self.hint}"
                    )

    def _check_short(self, token: Node, named: frozenset[int]) -> None:
        """Refuse a remark, or a reason, with the short name of another option: b (underfit)."""
        called = set()
        for form, place in (*self.options.short, *self.options.told_apart):
            stem = form[: max(5, len(form) - 4)] if token.type == "REMARK" and " " not in form else f"{form}(?![a-z])"
            if form[:5] in token and re.search(rf"(?<![a-z]){stem}", token):
                called.add(place)
        if called and not called & named:
            raise Unreadable(f"{quote(token.strip())} may name another option; write {self.hint}")

    def through(self, node: Node) -> list[int]:
        """The places from one letter to another: a to d.

        Raises:
            Unreadable: the second letter is not behind the first.
        """
        first, last = (self.one(part) for part in node.children if not is_token(part) or part.type in NAMES)
        if first >= last:
            raise Unreadable(f"{quote(self.typed)} does not say which options; write {self.hint}")
        return list(range(first, last + 1))

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


def _loose(text: str) -> str:
    """The words of a text alone, without commas, articles and "with"; nothing where signs or numbers tell texts apart."""
    words = _folded(text)
    if not re.fullmatch(r"[a-zß,.:;'\"()+&-]+(?:\s+[a-zß,.:;'\"()+&-]+)+", words) or re.search(
        "not|n't|no |without", words
    ):
        return ""
    kept = [word for word in re.findall("[a-zß']+", words) if word not in ("an", "the", "with", "and", "it", "is")]
    return " ".join(kept) if len(kept) > 1 else ""


def _folded_plain(text: str) -> str:
    """As `plain`, but letters that are not ASCII keep their difference."""
    small = plain(text)
    return "".join(
        typed.casefold() if typed.isalpha() else read for typed, read in zip(text, small, strict=True)
    ).replace("$", " ")
