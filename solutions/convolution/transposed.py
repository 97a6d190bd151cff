"""Every entry times the kernel, one stride apart; overlapping values are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Scalar, total, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.transposed import Transposed

Cell = tuple[int, int]


def solve(q: Transposed, show: Show) -> None:
    rows, above = _length(q, 0, len(q.image), len(q.kernel))
    columns, left = _length(q, 1, len(q.image[0]), len(q.kernel[0]))
    if _cut(q) or q.output_padding:
        why = "Rows of the output, with $n$ rows in the input, kernel side $f$, stride $s$ and padding $p$"
        show.answer("rows", f"{why}: $(n - 1) s - 2p + f$ plus output padding.", rows)
    elif q.padding == "same":
        show.answer(
            "rows", "Rows of the output, with $n$ rows in the input, stride $s$ and *same* padding: $n \\cdot s$.", rows
        )
    else:
        show.answer(
            "rows",
            "Rows of the output, with $n$ rows in the input, kernel side $f$ and stride $s$: $(n - 1) s + f$.",
            rows,
        )
    places = _copies(q, above, left)
    z = tuple(tuple(total(places.get((r, c), ())) for c in range(int(columns))) for r in range(int(rows)))
    moved = q.strides not in (1, (1, 1))
    position = "by the stride times the position of its entry" if moved else "to the position of its entry"
    removed = " Leave out the rows and columns that the padding removes." if any(_cut(q)) or q.padding == "same" else ""
    show.answer(
        "z",
        f"Multiply the kernel by each entry of $X$, shift each copy {position}, and add overlapping values.{removed} "
        "The entries of the output, row by row:",
        z,
    )


def _length(q: Transposed, axis: int, n: int, f: Scalar) -> tuple[Scalar, int]:
    """The number of rows or columns, and how many are removed before them."""
    cut = _cut(q)
    s, more = (v[axis] if isinstance(v, tuple) else v for v in unnamed((q.strides, q.output_padding)))
    n, f = unnamed((n, f))
    if cut:
        return (n - 1) * s + f + more - 2 * cut[axis], int(cut[axis])
    if more:
        length = (n - 1) * s + (f if q.padding == "valid" else f % 2) + more
        return length, int(max((n - 1) * s + f - length, 0)) // 2
    if q.padding == "same":
        return s * n, int(max(f - s, 0)) // 2
    return (n - 1) * s + max(f, s), 0  # Keras: a kernel smaller than the stride leaves zeros at the end


def _cut(q: Transposed) -> tuple[Any, ...]:
    """Rows and columns removed on each side; none where the padding is named."""
    if isinstance(q.padding, str):
        return ()
    return q.padding if isinstance(q.padding, tuple) else (q.padding,) * 2


def _copies(q: Transposed, above: int, left: int) -> dict[Cell, list[Scalar]]:
    """The contributions of all copies of the kernel to every position."""
    found: dict[Cell, list[Scalar]] = {}
    down, right = (int(s) for s in q.strides) if isinstance(q.strides, tuple) else (int(q.strides),) * 2
    for i, row in enumerate(q.image):
        for j, cell in enumerate(row):
            for a, weights in enumerate(q.kernel):
                for b, weight in enumerate(weights):
                    found.setdefault((i * down + a - above, j * right + b - left), []).append(cell * weight)
    return found
