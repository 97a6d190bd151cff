"""A 3 × 3 image is flipped horizontally, then rotated by 90° counterclockwise: what is the result?"""

from examgen.authoring import Ask, Draw, Field, Grid, Matrix, Network, Question, misconception, ops

MIRRORED = {
    "flipped horizontally (left to right)": ops.flip(axis=1),
    "flipped vertically (top to bottom)": ops.flip(axis=0),
}
TURNED = {
    "rotated by 90° counterclockwise": ops.rot90(),
    "rotated by 90° clockwise": ops.rot90(k=3),
    "rotated by 180°": ops.rot90(k=2),
}
MOVES = {**MIRRORED, **TURNED}
_OTHER_MIRROR = dict(zip(MIRRORED, reversed(MIRRORED), strict=True))
_OTHER_TURN = dict(zip(list(TURNED)[:2], list(TURNED)[1::-1], strict=True))


class MirrorRotate(Question):
    """A flip and a rotation of an image, by hand."""

    topic, level, title = "augmentation", 1, "Flipping and rotating an image"
    picture = "grids"
    stem = r"""
For data augmentation the image $X$ is {% for move in moves %}{{ ", then " if not loop.first }}{{ move }}{% endfor %}.

$$X = {{ image | matrix }}$$
"""
    image: Grid = Field(description="Image.")
    moves: tuple[str, ...] = Field(min_length=1, max_length=6, description="Flips and rotations, in order.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        mirror, turn = d.choice("mirror", MIRRORED), d.choice("turn", list(TURNED)[:2])
        order = d.choice("order", ((mirror, turn), (turn, mirror)))
        return dict(image=d.grid("image", (3, d.integer("columns", 3, 3)), range(10)), moves=order)

    def check(self) -> None:
        if unknown := [move for move in self.moves if move not in MOVES]:
            raise ValueError(f"a move is one of {', '.join(MOVES)}; got {unknown[0]!r}")

    def admissible(self) -> bool:
        return len({cell for row in self.image for cell in row}) > 6

    @property
    def asks(self) -> dict[str, Ask]:
        asks: dict[str, Ask] = {}
        for step, move in enumerate(self.moves, start=1):
            result = "the result after this image is" if asks else "the image after it is"
            asks[f"x{step}"] = Ask(f"Give {result} {move}.", Matrix(), follows=tuple(asks)[-1:])
        return asks

    @property
    def network(self) -> Network:
        net = Network(x0=self.image)
        for step, move in enumerate(self.moves, start=1):
            net = net.add(f"x{step}", MOVES[move])
        return net

    @misconception(
        "You flipped along the other axis. A horizontal flip reverses every row; a vertical flip reverses the order of the rows."
    )
    def other_mirror(self) -> Question | None:
        return self.but(moves=tuple(_OTHER_MIRROR.get(move, move) for move in self.moves))

    @misconception(
        "You rotated in the other direction. A counterclockwise rotation moves the rightmost column to the top; a clockwise rotation "
        "moves the leftmost column there."
    )
    def other_turn(self) -> Question | None:
        return self.but(moves=tuple(_OTHER_TURN.get(move, move) for move in self.moves))

    @misconception("You only transposed the image. A rotation by 90° also reverses the order of rows or of columns.")
    def transposed(self) -> Network:
        net = self.network
        for step, move in enumerate(self.moves, start=1):
            net = net.swap(f"x{step}", ops.transpose) if move in _OTHER_TURN else net
        return net
