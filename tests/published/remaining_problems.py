"""Published problems that belong to no topic of ours, and why."""

from __future__ import annotations

MAPPINGS: dict[str, tuple[str, dict[str, object]] | str] = {
    "z-kernel": "asks for all kernel sizes that fit; ours draws numbers for which one size alone does",
}
