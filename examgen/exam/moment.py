"""A moment as people write it: a day, a time and a time zone; without a time zone nobody knows when it was."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime

EXPECTED = "expected a day, a time and a time zone, such as 2026-11-26 12:00 Europe/Berlin"

_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)[ T]+(\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(\S+)?")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?")


class MomentError(ValueError):
    """A text is no moment, or has no time zone."""


def read_moment(text: str) -> datetime:
    """``2026-11-26 12:00 Europe/Berlin``, or with ``UTC``, ``Z`` or an offset such as ``+01:00`` in place of the zone.

    Raises:
        MomentError: it is not written like this; the message says how.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    with suppress(ValueError):
        if (found := datetime.fromisoformat(text.strip())).tzinfo is not None:
            return found
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or match[3] is None:
        raise MomentError(f"{EXPECTED}; got {text}")
    day, time, zone = match[1], f"{match[2].partition(':')[0]:0>2}:{match[2].partition(':')[2]}", match[3]
    try:
        if offset := _OFFSET.fullmatch(zone):
            zone = f"{offset[1]}{offset[2]:0>2}:{offset[3] or '00'}"
        elif zone.upper() in ("Z", "UTC", "GMT"):
            zone = "+00:00"
        else:
            return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone))
        return datetime.fromisoformat(f"{day}T{time}{zone}")
    except (ValueError, ZoneInfoNotFoundError, OSError):
        raise MomentError(f"{EXPECTED}; got {text}") from None
