"""The columns of a roster that change a paper, found by their titles as spreadsheets in several languages write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Purpose = Literal["room", "seat", "group", "extra time", "large print"]
"""What a column is for, as its title says it in English."""


def plain_title(title: str) -> str:
    """A title as it is compared: small letters, and one space for whatever else stands between words."""
    return " ".join(re.findall(r"\w+", title.casefold().replace("_", " ")))


def column(columns: Mapping[str, str], purpose: Purpose) -> str:
    """What the roster says for a purpose: the first cell that is filled in below one of its titles."""
    return next(
        (said for title, text in columns.items() if purpose_of(title) == purpose and (said := text.strip())), ""
    )


def purpose_of(title: str) -> Purpose | None:
    """What a column of this title is for; nothing where it is only kept."""
    return _PURPOSES.get(_joined(title))


def _joined(title: str) -> str:
    """A title without its spaces and marks: ``Extra-time`` and ``extratime`` are the same."""
    return plain_title(title).replace(" ", "")


_TITLES: Mapping[Purpose, tuple[str, ...]] = {
    "room": ("room", "room number", "exam room", "Raum", "Hörsaal", "salle", "sala", "aula", "lokaal"),
    "seat": (
        *("seat", "seat number", "Platz", "Sitzplatz", "Platznummer", "place", "siège", "asiento", "lugar", "assento"),
        *("posto", "zitplaats"),
    ),
    "group": ("group", "Gruppe", "groupe", "grupo", "gruppo", "groep"),
    "extra time": (
        *("extra time", "extra minutes", "additional time", "time extension", "Zeitverlängerung", "Zeitzuschlag"),
        *("Schreibzeitverlängerung", "temps supplémentaire", "tiempo extra", "tiempo adicional", "tempo extra"),
        *("tempo adicional", "tempo aggiuntivo", "extra tijd"),
    ),
    "large print": (
        *("large print", "Großdruck", "gros caractères", "letra grande", "letra ampliada", "caratteri grandi"),
        "grote letters",
    ),
}
_PURPOSES: Mapping[str, Purpose] = {_joined(title): purpose for purpose, titles in _TITLES.items() for title in titles}
