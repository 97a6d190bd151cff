"""Whether a student left an answer open, and said so or not."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\s?!.,;:_–—\-/\\*~…()\[\]{}'\"`“”„«»‘’$#¿？！。¯ツ🤷♂♀🏻-🏿]*")
# fmt: off
WORDS = (
    "idk", "dunno", "dont know", "i dont know", "do not know", "i do not know", "dont know this", "i dont know this",
    "dont know it", "no idea", "i have no idea", "ive no idea", "no clue", "i have no clue", "not sure",
    "im not sure", "i am not sure", "unsure", "unknown", "no answer", "not answered", "unanswered", "left blank",
    "blank", "empty", "skip", "skipped", "pass", "na", "n a", "tbd", "todo", "to do", "not attempted", "no attempt",
    "cant", "i cant", "cannot", "i cannot", "cant do", "cant solve", "could not solve", "sorry", "no time",
    "ran out of time", "out of time", "null", "nil", "keine ahnung", "weiss nicht", "ich weiss nicht",
    "keine antwort", "k a", "ka", "je ne sais pas", "no se", "no sé",
)
# fmt: on
"""How students say that they do not answer, without apostrophes."""
_WHAT = (
    "(?: (?:it|this|that|how|what|anything|exactly|yet|here|at all|anymore|left|sorry|enough|either|in time|for (?:it|this)"
    "|(?:on )?(?:this|that) one|(?:the|an|this|that) (?:answer|solution|question|formula|topic|one)"
    "|how to (?:do|solve|answer|compute|calculate) (?:it|this|that)|(?:what|how) (?:it|this|that) (?:is|means|works)"
    "|about (?:it|this)(?: one)?))*"
)
_PHRASES = (
    "(?:i |we )?(?:really |still |just |honestly |simply )?"
    "(?:dont|do not|didnt|did not|cant|cannot|can not|couldnt|could not|wasnt able to)(?: really| even)? "
    "(?:know|remember|recall|understand|get(?: to)?|solve|do|finish|answer|compute|figure out|say"
    f"|have (?:the |any |enough |an )?(?:time|idea|clue|answer))(?: to)?{_WHAT}",
    f"(?:i |we )?(?:have |had |ve |ive )?(?:absolutely |really |literally |got )?no (?:idea|clue|answer|time|response|guess){_WHAT}",
    f"(?:i )?(?:give up|gave up|skip|skipped|skipping|pass|forgot|have forgotten|am not sure|no longer know){_WHAT}",
    "(?:i )?(?:ran |run )?out of time|not enough time|times up|to be done|beats me|i dunno|left empty|no answer given",
    "ill pass|who knows|pass please",
    "(?:ich )?weiss (?:ich )?(?:es |das )?(?:leider |auch |gerade )?nicht(?: mehr)?|(?:das |es )?weiss ich (?:leider )?nicht(?: mehr)?",
    "(?:ich )?(?:hab|habe|hatte) (?:leider )?keine (?:ahnung|zeit|idee|antwort)(?: mehr)?",
    "(?:leider )?keine (?:ahnung|zeit|idee|lösung)(?: mehr)?|(?:habe ich )?vergessen|nicht (?:bearbeitet|beantwortet|gewusst)",
    "keinen? plan|weggelassen|leer(?: gelassen)?",
    "(?:eu )?n[aã]o (?:sei|lembro|me lembro|consegui|respondi|entendi|fiz|tive tempo|faço ideia)(?: (?:isso|fazer|responder|a resposta))?",
    "sem (?:resposta|ideia|tempo)|em branco|vazio|esqueci",
    "(?:yo )?no (?:lo |la |me )?(?:s[eé]|recuerdo|acuerdo|entiendo|entend[ií])(?: (?:la respuesta|hacerlo))?",
    "(?:no tengo )?ni idea|no tengo idea|sin (?:respuesta|idea|tiempo)|en blanco|vac[ií]o",
    "je (?:ne )?sais pas|jen sais rien|aucune id[eé]e|pas de r[eé]ponse|pas did[eé]e|vide",
    "(?:ja[gk]? |jeg )?(?:vet|ved|veit) (?:inte|ej|ikke|ikkje)|ingen (?:aning|id[eé])|en (?:tied[aä]|osaa)|nie wiem|nie mam poj[eę]cia",
    "nev[ií]m|neviem|nem tudom|bilmiyorum|bilmem|fikrim yok|nu [sș]tiu|ne znam|ne vem|(?:я )?не знаю|незнаю|не знам|δεν (?:ξέρω|γνωρίζω)",
    "我?(?:不知道|不会|不會|不清楚|不懂)|(?:わか|分か|判)(?:らない|りません)|知りません",
    "(?:잘 )?모르겠(?:습니다|어요|다|음)?|모름|몰라요?",
    "لا (?:أعرف|اعرف|أعلم|اعلم|أدري)|לא יודעת?|không biết|tidak tahu|keine angaben?",
    "non (?:lo )?so|nessuna idea|boh|vuoto|(?:ik )?weet (?:ik )?(?:het )?niet|geen idee",
)
_BEFORE = (
    "(?:(?:im sorry|sorry|hm+|well|u[hm]+|ok|honestly|unfortunately|leider|desculpa|desculpe|lo siento|perd[oó]n|entschuldigung)"
    "(?: but| aber| mas| pero)? )*"
)
_BEHIND = "(?: (?:sorry|lol|haha|please|danke|thanks|to be honest|tbh))*"
SAID = f"{_BEFORE}(?:{'|'.join((*_PHRASES, *WORDS))}){_BEHIND}"
"""Whole sentences that say so, in the languages of students, without apostrophes and signs."""
_SAID = re.compile(SAID)


def is_blank(text: str) -> bool:
    """Whether nothing was answered: nothing but white space and marks (``-``, ``?``, ``...``), or words such as "don't know"."""
    if len(text) > 200:
        return not text.strip()
    kinds = ((c, unicodedata.category(c)) for c in text)
    seen = "".join(" " if kind == "Zs" else c for c, kind in kinds if kind not in ("Cf", "Mn"))
    seen = " ".join(seen.replace("\u2019", "'").casefold().split())
    if _MARKS.fullmatch(seen):
        return seen not in ("[]", "{}")  # no option at all
    bare = " ".join(re.sub(r"[^\w\s]", lambda m: "" if m[0] == "'" else " ", seen).split())
    return bare in WORDS or bool(_SAID.fullmatch(bare))
