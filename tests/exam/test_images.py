"""Images beside the blueprint: which are taken, how large they are, and how they are printed."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

import pytest

from examgen.exam import images
from examgen.exam.blueprint import read_blueprint
from examgen.exam.images import Image, ImageError, images_of, read_image

PNG_HEAD = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR"


def png(wide: int, high: int) -> bytes:
    return PNG_HEAD + struct.pack(">II", wide, high)


def jpeg(wide: int, high: int, marker: int = 0xC0, before: bytes = b"") -> bytes:
    frame = bytes([0xFF, marker]) + struct.pack(">HBHHB", 11, 8, high, wide, 1) + b"\x00\x00\x00"
    return b"\xff\xd8" + before + frame


def svg(attributes: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()


def size(folder: Path, name: str, content: bytes) -> tuple[float, float]:
    (folder / name).write_bytes(content)
    image = read_image(folder / name, "words", "exam.yaml:3")
    assert base64.b64decode(image.data) == content
    return image.width, image.height


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", png(640, 480), "image/png"),
        ("a.PNG", png(640, 480), "image/png"),
        ("a.jpg", jpeg(640, 480), "image/jpeg"),
        ("a.jpeg", jpeg(640, 480), "image/jpeg"),
        ("a.svg", svg('width="640" height="480"'), "image/svg+xml"),
    ],
)
def test_an_image_is_known_by_its_suffix_and_says_how_large_it_is(tmp_path, name, content, kind) -> None:
    assert size(tmp_path, name, content) == (640, 480)
    image = read_image(tmp_path / name, "A cat.", "exam.yaml:3")
    assert (image.kind, image.alt) == (kind, "A cat.")


@pytest.mark.parametrize(
    "content",
    [
        jpeg(640, 480, before=b"\xff\xe0" + struct.pack(">H", 6) + b"JFIF"),
        jpeg(640, 480, before=b"\xff\xc4" + struct.pack(">H", 4) + b"\x00\x00"),  # a table, and no frame
        jpeg(640, 480, before=b"\xff\xc8" + struct.pack(">H", 4) + b"\x00\x00"),
        jpeg(640, 480, before=b"\xff\xcc" + struct.pack(">H", 4) + b"\x00\x00"),
        jpeg(640, 480, before=b"\xff\xd0" + struct.pack(">H", 2)),
        jpeg(640, 480, 0xC2),
        jpeg(640, 480, 0xCF),
    ],
)
def test_the_frame_of_a_jpeg_is_found_behind_what_stands_before_it(tmp_path, content) -> None:
    assert size(tmp_path, "a.jpg", content) == (640, 480)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('width="64px" height="48pt"', (64, 48)),
        ('width=" 6.5 " height="4.5"', (6.5, 4.5)),
        ('viewBox="0 0 64 48"', (64, 48)),
        ('viewBox=" 0,0, 64 48 "', (64, 48)),
        ('viewBox="5 6 64 48" width="100%" height="100%"', (64, 48)),
        ('viewBox="0 0 64 48" width="10"', (64, 48)),
    ],
)
def test_an_svg_says_how_large_it_is_by_its_sides_or_its_box(tmp_path, attributes, expected) -> None:
    assert size(tmp_path, "a.svg", svg(attributes)) == expected


@pytest.mark.parametrize(
    ("name", "content", "called"),
    [
        ("a.png", b"GIF89a" + bytes(40), "png"),
        ("a.png", PNG_HEAD + bytes(7), "png"),
        ("a.png", png(0, 48), "png"),
        ("a.png", png(64, 0), "png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "jpeg"),
        ("a.jpg", b"\xff\xd9" + jpeg(64, 48)[2:], "jpeg"),
        ("a.jpg", b"\xff\xd8\x00\xc0" + jpeg(64, 48)[4:], "jpeg"),
        ("a.jpg", jpeg(64, 48, 0xBF), "jpeg"),
        ("a.jpg", jpeg(64, 48, 0xD0), "jpeg"),
        ("a.svg", b"<svg", "svg+xml"),
        ("a.svg", svg(""), "svg+xml"),
        ("a.svg", svg('viewBox="0 0 64"'), "svg+xml"),
        ("a.svg", svg('viewBox="0 0 wide 48"'), "svg+xml"),
        ("a.svg", svg('width="1.2.3" height="4"'), "svg+xml"),
        ("a.svg", svg('width="0" height="4"'), "svg+xml"),
        ("a.svg", svg('width="5cm" height="4cm"'), "svg+xml"),
    ],
)
def test_what_does_not_say_how_large_it_is_is_refused_with_the_line_that_names_it(
    tmp_path, name, content, called
) -> None:
    with pytest.raises(ImageError) as error:
        size(tmp_path, name, content)
    assert (
        str(error.value)
        == f"exam.yaml:3: {tmp_path / name} is not a valid image of type {called}, or its size cannot be read"
    )


def test_a_png_just_as_long_as_its_head_is_enough(tmp_path) -> None:
    assert len(png(64, 48)) == 24
    assert size(tmp_path, "a.png", png(64, 48)) == (64, 48)


def test_a_jpeg_may_end_with_its_frame(tmp_path) -> None:
    assert size(tmp_path, "a.jpg", jpeg(64, 48)[:-3]) == (64, 48)
    with pytest.raises(ImageError):
        size(tmp_path, "a.jpg", jpeg(64, 48)[:-4])


def test_what_is_no_image_or_is_not_there_or_too_large_is_refused(tmp_path, monkeypatch) -> None:
    with pytest.raises(ImageError, match=r"e:1: expected an image of the kinds .png, .jpg, .jpeg, .svg, got 'a.gif'"):
        read_image(tmp_path / "a.gif", "", "e:1")
    with pytest.raises(ImageError, match=r"e:1: there is no image .*a.png; the path is relative to the blueprint"):
        read_image(tmp_path / "a.png", "", "e:1")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ImageError, match="there is no image"):
        read_image(tmp_path / "folder.png", "", "e:1")
    monkeypatch.setattr(images, "LARGEST", 24)
    assert size(tmp_path, "b.png", png(64, 48)) == (64, 48)
    with pytest.raises(ImageError, match="has more than"):
        size(tmp_path, "b.png", png(64, 48) + b"\x00")


def test_an_image_that_may_not_be_read_is_told(tmp_path, monkeypatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.png").write_bytes(png(64, 48))
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ImageError, match=r"e:1: the image .*a\.png cannot be read: Permission denied"):
        read_image(tmp_path / "a.png", "", "e:1")


def test_an_image_is_printed_smaller_only_where_it_is_wider_than_the_text() -> None:
    def printed(wide: float, high: float) -> tuple[float, float]:
        picture = Image(kind="image/png", data="QUJD", width=wide, height=high, alt="A <cat> & dog").picture
        assert picture.alt == "A <cat> & dog"
        assert f'width="{picture.width}" height="{picture.height}"' in picture.svg
        assert 'href="data:image/png;base64,QUJD"' in picture.svg
        assert 'aria-label="A &lt;cat&gt; &amp; dog"' in picture.svg
        return picture.width, picture.height

    assert printed(100, 50) == (75, 37.5)
    assert printed(560, 280) == (420, 210)
    assert printed(1120, 280) == (420, 105)
    assert printed(33.3, 10) == (25.0, 7.5)


def test_a_logo_is_its_bytes_and_its_kind() -> None:
    for kind, short in (
        ("image/png", "png"),
        ("image/jpeg", "jpg"),
        ("image/svg+xml", "svg"),
        ("application/pdf", "pdf"),
    ):
        logo = Image(kind=kind, data=base64.b64encode(b"bytes").decode(), width=1, height=1, alt="").logo
        assert (logo.content, logo.format) == (b"bytes", short)


BLUEPRINT = """\
title: T
{logo}
sections:
  - questions:
      - text: Why?
        points: 1
        criteria: Because.
        model_answer: So.
        image: figures/a.png
        alt: A picture.
      - {{text: "What?", points: 1, criteria: That., model_answer: So.}}
"""


def test_images_are_looked_for_beside_the_blueprint_and_named_with_its_line(tmp_path) -> None:
    path = tmp_path / "exam.yaml"
    path.write_text(BLUEPRINT.format(logo="logo: crest.PDF"))
    with pytest.raises(ImageError, match=rf"{path}:2: there is no image {tmp_path}/crest.PDF"):
        images_of(*read_blueprint(path))
    (tmp_path / "crest.PDF").write_bytes(b"%PDF-1.7")
    with pytest.raises(ImageError, match=rf"{path}:9: there is no image {tmp_path}/figures/a.png"):
        images_of(*read_blueprint(path))
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.png").write_bytes(png(64, 48))
    found = images_of(*read_blueprint(path))
    assert list(found) == ["crest.PDF", "figures/a.png"]
    crest = found["crest.PDF"]
    assert (crest.kind, base64.b64decode(crest.data), crest.width, crest.height, crest.alt) == (
        "application/pdf", b"%PDF-1.7", 0, 0, "",
    )  # fmt: skip
    assert (found["figures/a.png"].alt, found["figures/a.png"].width) == ("A picture.", 64)


def test_a_logo_of_another_kind_says_how_large_it_is(tmp_path) -> None:
    path = tmp_path / "exam.yaml"
    path.write_text(BLUEPRINT.format(logo="logo: crest.png").replace("figures/", ""))
    for name in ("crest.png", "a.png"):
        (tmp_path / name).write_bytes(png(64, 48))
    assert images_of(*read_blueprint(path))["crest.png"].width == 64
    path.write_text(BLUEPRINT.format(logo="course: none").replace("figures/", ""))
    assert list(images_of(*read_blueprint(path))) == ["a.png"]
