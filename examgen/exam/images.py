"""Images beside the blueprint: read once, kept in the sealed exam, and printed as pictures with their words."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from pydantic import BaseModel, ConfigDict

from examgen.errors import UserError
from examgen.exam.blueprint import Blueprint, TextSlot
from examgen.exam.yaml_source import YamlSource
from examgen.rendering.document import Logo, Picture
from examgen.rendering.printable import printable

KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
_LOGOS: dict[str, Literal["svg", "png", "jpg", "pdf"]] = {
    "image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg", "application/pdf": "pdf",
}  # fmt: skip
LARGEST = 10_000_000
"""Bytes of an image at most."""
WIDEST = 420.0
"""Points that an image is wide at most."""
_POINTS = 0.75
"""Points of a pixel."""


class ImageError(UserError):
    """An image that the blueprint names cannot be used."""


class Image(BaseModel):
    """An image with its words.

    Attributes:
        kind: its media type.
        data: its bytes in base64.
        width: in pixels; so is the height.
        alt: what it shows, in words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    data: str
    width: float
    height: float
    alt: str

    @property
    def logo(self) -> Logo:
        """The image at the head of a paper."""
        return Logo(base64.b64decode(self.data), _LOGOS[self.kind])

    @property
    def picture(self) -> Picture:
        """The image as it is printed: embedded, so that nothing in it is run or looked up."""
        shrunk = min(_POINTS, WIDEST / self.width)
        wide, high = round(self.width * shrunk, 1), round(self.height * shrunk, 1)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
            f'role="img" aria-label={quoteattr(printable(self.alt))}>'
            f'<image width="{wide}" height="{high}" href="data:{self.kind};base64,{self.data}"/></svg>'
        )
        return Picture(svg, self.alt, wide, high)


def images_of(blueprint: Blueprint, source: YamlSource) -> dict[str, Image]:
    """The images that a blueprint names, looked for beside it, and its logo.

    Raises:
        ImageError: one is not there, too large, or of no kind that can be printed; with the blueprint's file and line.
    """
    return dict(_images(blueprint, source))


def _images(blueprint: Blueprint, source: YamlSource) -> Iterator[tuple[str, Image]]:
    folder = source.path.parent
    if name := blueprint.logo:
        where = source.at(("logo",))
        if name.lower().endswith(".pdf"):
            content = _read(folder / name, where)
            yield (
                name,
                Image(kind="application/pdf", data=base64.b64encode(content).decode(), width=0, height=0, alt=""),
            )
        else:
            yield name, read_image(folder / name, "", where)
    for location, slot in blueprint.slots:
        if isinstance(slot, TextSlot) and slot.image:
            yield slot.image, read_image(folder / slot.image, slot.alt, source.at((*location, "image")))


def read_image(path: Path, alt: str, where: str) -> Image:
    """Read an image.

    Raises:
        ImageError: it is not there, too large, or no PNG, JPEG or SVG.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise ImageError(f"{where}: expected an image of the kinds {', '.join(KINDS)}, got {path.name!r}")
    content = _read(path, where)
    size = _size(content, kind)
    if size is None or min(size) <= 0:
        raise ImageError(
            f"{where}: {path} is not a valid image of type {kind.partition('/')[2]}, or its size cannot be read"
        )
    return Image(kind=kind, data=base64.b64encode(content).decode(), width=size[0], height=size[1], alt=alt)


def _read(path: Path, where: str) -> bytes:
    try:
        if not path.is_file():
            raise ImageError(f"{where}: there is no image {path}; the path is relative to the blueprint")
        if path.stat().st_size > LARGEST:
            raise ImageError(f"{where}: {path} has more than {LARGEST // 10**6} MB; make it smaller")
        return path.read_bytes()
    except OSError as error:
        raise ImageError(f"{where}: the image {path} cannot be read: {error.strerror}") from None


def _size(content: bytes, kind: str) -> tuple[float, float] | None:
    match kind:
        case "image/png":
            if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
                wide, high = struct.unpack(">II", content[16:24])
                return wide, high
            return None
        case "image/jpeg":
            return _jpeg_size(content)
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return None
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    given = [re.fullmatch(r"([\d.]+)(px|pt)?", root.get(side, "").strip()) for side in ("width", "height")]
    try:
        if given[0] and given[1]:
            return float(given[0][1]), float(given[1][1])
        return (float(box[2]), float(box[3])) if len(box) == 4 else None
    except ValueError:
        return None


def _jpeg_size(content: bytes) -> tuple[float, float] | None:
    place = 2
    while content[:2] == b"\xff\xd8" and place + 9 < len(content):
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if content[place] != 0xFF:
            return None
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # the frame's header
            high, wide = struct.unpack(">HH", content[place + 5 : place + 9])
            return wide, high
        place += 2 + length
    return None
