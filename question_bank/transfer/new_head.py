"""A frozen base with a new head for 5 classes: how many parameters are trainable, and how many are frozen?"""

from examgen.authoring import Ask, Draw, Integer, Network, Shape, misconception, observable
from examgen.question_bank.architecture._built import network
from examgen.question_bank.transfer._frozen import FrozenBase, drawn


class NewHead(FrozenBase):
    """Trainable and frozen parameters of a frozen base with a new head."""

    topic, level, title = "transfer", 2, "A new head on a frozen base"
    conventions = ("channels_last", "valid_padding", "unit_stride", "pool_stride", "bias", "no_activation")
    stem = r"""
The classifier of a pretrained network is replaced by a new head. The input shape is {{ input_shape | join(" × ") }}. The layers from
{{ base[0].name }} to {{ base[-1].name }} are frozen; the layers from {{ head[0].name }} to {{ head[-1].name }} are the new head, which is
trained.

{{ table }}
"""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        input_shape, base, head = drawn(d, (1, 1, 1))
        return dict(input_shape=input_shape, base=base, head=head)

    @property
    def asks(self) -> dict[str, Ask]:
        last, trained = self.base[-1].name, observable.parameters(trainable=True)
        return {
            "features": Ask(f"What is the output shape of {last}?", Shape(), of=observable.shape(last)),
            "frozen": Ask("How many parameters are frozen?", Integer(), of=observable.parameters(*self.weighted)),
            "trained": Ask("How many parameters are trainable?", Integer(), of=trained, follows="features"),
        }

    @property
    def network(self) -> Network:
        return self.frozen(self.weighted)

    @misconception("You counted the frozen layers as trainable. Training does not change frozen weights.")
    def nothing_frozen(self) -> Network:
        return self.whole

    @misconception("You counted the whole network as frozen. The new layers are trained.")
    def all_frozen(self) -> dict[str, int]:
        return {"frozen": int(self.worked["frozen"][0] + self.worked["trained"][0])}

    @misconception("You flattened the feature maps. Global average pooling leaves one value per channel.")
    def flattened(self) -> Network | None:
        return self._with("global", "flatten")

    @misconception("You counted only the channels as inputs of the head. Flattening keeps all values.")
    def only_channels(self) -> Network | None:
        return self._with("flatten", "global")

    def _with(self, old: str, new: str) -> Network | None:
        """The network with another layer between base and head."""
        if old not in {row.kind for row in self.head}:
            return None
        head = [row._replace(kind=new) if row.kind == old else row for row in self.head]
        return network(self.input_shape, (*self.base, *head)).but(*self.weighted, trainable=False)
