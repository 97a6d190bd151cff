"""The last two convolutional layers of a frozen base are unfrozen: how many parameters are trainable now?"""

from examgen.authoring import Ask, Draw, Field, Integer, Network, misconception, observable
from examgen.question_bank.transfer._frozen import FrozenBase, drawn, owned


class Unfreeze(FrozenBase):
    """Trainable parameters with a frozen base, and after the last layers are unfrozen."""

    topic, level, title = "transfer", 3, "Unfreezing the last layers"
    conventions = ("channels_last", "valid_padding", "unit_stride", "pool_stride", "bias", "no_activation")
    stem = r"""
A pretrained network has the input shape {{ input_shape | join(" × ") }}. The layers from {{ base[0].name }} to {{ base[-1].name }} are its
base; the layers from {{ head[0].name }} to {{ head[-1].name }} are a new head. First the base is frozen and only the head is trained. Then,
for fine-tuning, the last {{ "convolutional layer is" if unfrozen == 1 else "%d convolutional layers are" | format(unfrozen) }} unfrozen and
trained together with the head.

{{ table }}
"""
    unfrozen: int = Field(ge=0, description="Number of convolutional layers that are unfrozen for fine-tuning.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        input_shape, base, head = drawn(d, d.choice("convolutions", ((1, 1, 2), (1, 2, 1), (1, 2, 2))))
        return dict(input_shape=input_shape, base=base, head=head, unfrozen=d.integer("unfrozen", 1, 2))

    def check(self) -> None:
        if self.unfrozen > len(self.weighted):
            raise ValueError(f"there are {len(self.weighted)} convolutional layers to unfreeze; got {self.unfrozen}")

    @property
    def cut(self) -> int:
        """How many convolutional layers stay frozen."""
        return len(self.weighted) - self.unfrozen

    @property
    def asks(self) -> dict[str, Ask]:
        head = observable.parameters(*self.classifiers)
        then = observable.total(head, observable.parameters(*self.weighted, trainable=True))
        still = observable.parameters(*self.weighted[: self.cut])
        return {
            "first": Ask("How many parameters are trainable at first?", Integer(), of=head),
            "then": Ask("How many parameters are trainable during fine-tuning?", Integer(), of=then, follows="first"),
            "still": Ask("How many parameters are frozen during fine-tuning?", Integer(), of=still),
        }

    @property
    def network(self) -> Network:
        return self.frozen(self.weighted[: self.cut])

    @misconception("You unfroze the first layers, which detect edges and colours. Unfreeze the last ones.")
    def first_layers_unfrozen(self) -> Network:
        return self.frozen(self.weighted[self.unfrozen :])

    @misconception("You left out the head. During fine-tuning it is trained together with the unfrozen layers.")
    def head_left_out(self) -> dict[str, int] | None:
        counts = list(owned(self.input_shape, self.base).values())
        return {"then": sum(counts[self.cut :])} if self.unfrozen else None

    @misconception(
        "You unfroze the whole network. Only the last {{ 'convolutional layer is' if unfrozen == 1 else '%d convolutional layers are' | "
        "format(unfrozen) }} unfrozen."
    )
    def all_unfrozen(self) -> Network:
        return self.whole

    @misconception("You counted pooling layers among the unfrozen layers. Count only convolutional layers.")
    def pooling_counted(self) -> Network:
        last = {row.name for row in self.base[len(self.base) - self.unfrozen :]}
        return self.frozen(name for name in self.weighted if name not in last)
