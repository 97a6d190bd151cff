"""Shape: the sizes along the axes."""

from __future__ import annotations

import pytest

from examgen.answers import Shape, Unreadable

READ = {
    "28x28x6": (28, 28, 6),
    "28X28X6": (28, 28, 6),
    "28 × 28 × 6": (28, 28, 6),
    "28*28*6": (28, 28, 6),
    "28 by 28 by 6": (28, 28, 6),
    r"28 \times 28 \times 6": (28, 28, 6),
    "(28, 28, 6)": (28, 28, 6),
    "(28, 28,6)": (28, 28, 6),
    "[28,28,6]": (28, 28, 6),
    "28,28,6": (28, 28, 6),
    "28; 28; 6": (28, 28, 6),
    "28 28 6": (28, 28, 6),
    "２８ｘ２８": (28, 28),
    "(28,)": (28,),
    "12288": (12288,),
    "(64,128,256)": (64, 128, 256),
    "(12,288)": (12, 288),
    "1,000 x 28": (1000, 28),
    "28x28x6 px": (28, 28, 6),
    "12, 288": (12, 288),
    "output shape: 28x28": (28, 28),
    "y.shape = (3, 4)": (3, 4),
    "torch.Size([3, 4])": (3, 4),
    "tf.Tensor([[1. 2.]], shape=(1, 2), dtype=float32)": (1, 2),
}

BATCHED = (
    "(None, 28, 28, 6)",
    "None x 28 x 28 x 6",
    "? × 28 × 28 × 6",
    "[(None, 28, 28, 6)]",
    "TensorShape([None, 28, 28, 6])",
    "<KerasTensor shape=(None, 28, 28, 6), dtype=float32, sparse=False, name=keras_tensor>",
)

HOPELESS = {
    "": "nothing was written",
    "shape =": "is incomplete",
    "a square": "could not be interpreted",
    "28.5x3": "could not be interpreted",
    "0x3": "could not be interpreted",
    "28x": "is incomplete",
    "(28, , 6)": "could not be interpreted",
    "(None,)": "no sizes",
    "(28, None)": "could not be interpreted",
    "28x28, 6": "could not be interpreted",
    "(28, 28": "is incomplete",
    "shape=(1, 2), shape=(3, 4)": "could not be interpreted",
    "12,288": "could be",
    "12 288": "could be",
    "64,128,256": "could be",
    "9" * 50: "not a size",
}


@pytest.mark.parametrize(("text", "sizes"), READ.items())
def test_a_shape_is_read_as_students_write_it(text: str, sizes: tuple[int, ...]) -> None:
    reading = Shape().read(text)
    assert reading.value == sizes
    assert reading.said == " × ".join(map(str, sizes))


@pytest.mark.parametrize("text", BATCHED)
def test_the_batch_axis_is_dropped_and_it_is_said(text: str) -> None:
    reading = Shape().read(text)
    assert reading.value == (28, 28, 6)
    assert reading.said == "28 × 28 × 6 (without the batch axis)"


@pytest.mark.parametrize(("text", "reason"), HOPELESS.items())
def test_what_is_no_shape_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        Shape().read(text)
    assert "write" in str(refusal.value)


def test_another_rank_is_wrong_and_not_unreadable() -> None:
    shape = Shape(rank=3)
    flat = shape.read("4704")
    assert not shape.compare(flat.value, (28, 28, 6)).right


def test_each_axis_counts() -> None:
    comparison = Shape().compare((28, 28, 8), (28, 28, 6))
    assert comparison.cells == (True, True, False)
    assert not comparison.right


def test_a_witness_reports_positive_integers_of_the_asked_rank() -> None:
    assert Shape().fit((28.0, 28, 6)) == (28, 28, 6)
    for wrong in (28, (), (28, 0), (28, 2.5), ((28,),)):
        with pytest.raises(ValueError, match="expected"):
            Shape().fit(wrong)
    with pytest.raises(ValueError, match="3 sizes"):
        Shape(rank=3).fit((28, 28))


def test_the_hint_tells_the_rank_where_it_is_asked() -> None:
    assert Shape(rank=2).hint == "a shape (rows x columns), for example 28 x 6"
    assert Shape(rank=3).hint == "a shape (height x width x channels), for example 28 x 28 x 6"
    assert Shape(rank=2, axes="time steps x units").hint == "a shape (time steps x units), for example 28 x 6"
    assert Shape(rank=4).hint == "a shape of 4 sizes, for example 28 x 28 x 28 x 6"
    assert Shape().hint == "a shape without the batch axis, for example 28 x 28 x 6, or 6 if there is only one axis"
    assert (
        Shape(sequence=True).hint
        == "a shape without the batch axis, for example 20 x 16, or 16 if there is only one axis"
    )
    with pytest.raises(ValueError, match="rank"):
        Shape(rank=0)


def test_a_shape_is_written_with_crosses() -> None:
    assert Shape().write((28, 28, 6)) == "28 × 28 × 6"
    assert Shape().tex((28, 28, 6)) == r"28 \times 28 \times 6"
