"""A query attends to three encoder states: what are the scores, the attention weights and the context vector?"""

from itertools import product

from examgen.authoring import Agreements, AnswerType, Array, Ask, Draw, Field, Grid, Matrix, Network, Question, Vector
from examgen.authoring import layers, misconception, ops, transposed


class AttentionStep(Question):
    """Dot-product attention by hand: scores, attention weights and context vector (calculator)."""

    topic, level, title = "recurrent", 3, "One step of attention"
    depends = {"a": ("s",), "c": ("a", "V")}
    axes = {"Q": "queries features", "K": "steps features", "V": "steps values"}
    stem = r"""
A decoder attends to {{ K | length }} time steps of an encoder. {% if Q | length == 1 %}The query $q$ is the state of the
decoder.{% else %}The rows of $Q$ are the queries.{% endif %}
The rows of $K$ are the keys of the time steps, and the rows of $V$ are their values:

$${% if Q | length == 1 %}q = {{ Q[0] | vector }}{% else %}Q = {{ Q | matrix }}{% endif %}, \quad K = {{ K | matrix }}, \quad
V = {{ V | matrix }}$$

{% set q = "q" if Q | length == 1 else "Q" %}{% set one = q == "q" -%}
The attention scores are $s = {% if scaled %}{{ q }} K^\top / \sqrt{d}{% else %}{{ q }} K^\top{% endif %}$
{%- if scaled %} with $d = {{ K[0] | length }}$, the dimension of the keys{% endif %}. The attention weights are
$a = \operatorname{softmax}(s)${{ "" if one else ", row by row" }}, and the
{{ "context vector is" if one else "context vectors are the rows of" }} $c = a V$.
"""
    Q: Grid = Field(description="Queries, one per row.")
    K: Grid = Field(description="Keys, one row per time step.")
    V: Grid = Field(description="Values, one row per time step.")
    scaled: bool = Field(False, description="Whether scores are divided by the square root of the keys' dimension.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        q = d.choice("Q", [(pair,) for pair in product((-1, 1, 2), repeat=2) if abs(pair[0]) != abs(pair[1])])
        k = d.choice("K", (d.sample("keys", [key for key in product((-1, 0, 1, 2), repeat=len(q[0])) if any(key)], 3),))
        v = d.grid("V", (len(k), d.integer("values", 2, 2)), range(-2, 6))
        return dict(Q=q, K=k, V=v)

    def admissible(self) -> bool:
        alike = self.K == self.V or abs(self.Q[0][0]) == abs(self.Q[0][1]) or not all(any(key) for key in self.K)
        if alike or len(set(self.V)) < len(self.V):
            return False
        scores = self.worked["s"]
        told = len(set(scores)) == len(scores) and max(scores) - min(scores) <= 3
        return told and (self.scaled or 51 <= self.derivation().effort <= 58)

    def kind(self, decimals: int = 0) -> AnswerType:
        """A row for one query, a matrix for several."""
        return Vector(decimals) if len(self.Q) == 1 else Matrix(decimals)

    @property
    def asks(self) -> dict[str, Ask]:
        called = "context vector" if len(self.Q) == 1 else "context vectors"
        return {
            "s": Ask("Compute the attention scores $s$.", self.kind(2 if self.scaled else 0)),
            "a": Ask("Compute the attention weights $a$.", self.kind(3), follows="s"),
            "c": Ask(f"Compute the {called} $c$.", self.kind(2), follows="a"),
        }

    @property
    def agreements(self) -> Agreements:
        return () if self.scaled else (("c", "layer"),)

    @property
    def network(self) -> Network:
        one = len(self.Q) == 1
        arrays: dict[str, Array] = {"queries": self.Q, "q": self.Q[0] if one else self.Q}
        net = Network(arrays, K=self.K, KT=transposed(self.K), V=self.V, length=len(self.K[0]))
        net = net.let(s="q @ KT / sqrt(length)" if self.scaled else "q @ KT").add("a", layers.Softmax()).let(c="a @ V")
        net = net.add("rows", layers.Attention(), "queries", "V", "K")
        return net.add("layer", ops.squeeze(0) if one else layers.Identity())

    @misconception(
        r"{% if scaled %}You left out the scaling. Divide each dot product by $\sqrt{d}$.{% else %}You divided "
        r"the scores by the square root of "
        "the dimension of the keys. Here the scores are not scaled.{% endif %}"
    )
    def scaling_mistaken(self) -> Question | None:
        return self.but(scaled=not self.scaled)

    @misconception(
        "You took the weighted sum of the keys. The attention weights multiply the values $V$; the keys are "
        "used only to compute the scores."
    )
    def keys_weighted(self) -> Network | None:
        return self.network.rewire("c", "a", "K")

    @misconception("You used the scores as weights. Apply softmax to the scores first.")
    def scores_as_weights(self) -> Network:
        return self.network.rewire("c", "s", "V")

    @misconception("You compared the query with the values. The scores are dot products of the query with the keys.")
    def values_compared(self) -> Network | None:
        same = len(self.V[0]) == len(self.K[0])
        return self.network.with_arrays(KT=transposed(self.V)) if same else None
