"""Three tokens and the matrices W_Q, W_K and W_V: what are queries, keys and values, and what does one token attend to?"""

from typing import Any

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Matrix, Network, Question, Vector
from examgen.authoring import layers, misconception, ops
from examgen.question_bank._grids import affine
from examgen.question_bank.recurrent._tokens import dot, told_apart, varied


class SelfAttention(Question):
    """Scaled dot-product self-attention with learned projections, for one token (calculator)."""

    topic, level, title = "recurrent", 4, "Self-attention by hand"
    axes = {"X": "tokens features", "Wq": "features keys", "Wk": "features keys", "Wv": "features values"}
    symbols = {"Wq": "W_Q", "Wk": "W_K", "Wv": "W_V"}
    depends = {"s": ("q", "K"), "a": ("s",), "o": ("a", "V")}
    conventions = ("row_vectors",)
    stem = r"""
The rows of $X$ are the embeddings of {{ X | length }} tokens. A self-attention layer without biases computes the queries $Q = X W_Q$, the
keys $K = X W_K$ and the values $V = X W_V$:

$$X = {{ X | matrix }} \qquad W_Q = {{ Wq | matrix }} \qquad W_K = {{ Wk | matrix }} \qquad W_V = {{ Wv | matrix }}$$

For a token with query $q$, the output is $o = \operatorname{softmax}\left(q K^\top / \sqrt{d}\right) V$, where $d = {{ Wk[0] | length }}$
is the dimension of the keys.
"""
    K = Ask("Compute the keys $K$.", Matrix())
    V = Ask("Compute the values $V$.", Matrix())
    q = Ask("Compute the query $q$ of token {{ token }}.", Vector())
    s = Ask(r"Compute the scores $q K^\top / \sqrt{d}$.", Vector(decimals=3), follows=("q", "K"))
    a = Ask(
        "Compute the attention weights of token {{ token }}, the softmax of these scores.",
        Vector(decimals=3),
        follows="s",
    )
    o = Ask("Compute the output $o$ of token {{ token }}.", Vector(decimals=2), follows=("a", "V"))
    X: Grid = Field(description="Embeddings, one row per token.")
    Wq: Grid = Field(description="Weights of the queries, features × keys.")
    Wk: Grid = Field(description="Weights of the keys, features × keys.")
    Wv: Grid = Field(description="Weights of the values, features × values.")
    token: int = Field(1, ge=1, description="Token whose output is asked for, counted from 1.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        x = d.first(
            lambda d: d.grid("X", (d.integer("tokens", 3, 3), d.integer("features", 2, 2)), (-1, 0, 1, 2)), told_apart
        )
        token = d.integer("token", 1, len(x))

        def weights(d: Draw) -> dict[str, object]:
            wq = d.grid("Wq", (len(x[0]), d.integer("keys", 2, 2)), (-1, 0, 1))
            wk = d.grid("Wk", (len(x[0]), len(wq[0])), (-1, 0, 1))
            return {"Wq": wq, "Wk": wk, "Wv": d.grid("Wv", (len(x[0]), d.integer("values", 2, 2)), (-1, 0, 1, 2))}

        def good(drawn: dict[str, Any]) -> bool:
            query = affine(x[token - 1], drawn["Wq"])
            keys = (affine(row, drawn["Wk"]) for row in x)
            scores = [dot(query, key) for key in keys]
            apart = len(set(scores)) == len(scores) and max(scores) - min(scores) <= 5
            return apart and all(map(varied, drawn.values())) and len(set(drawn.values())) == 3

        matrices = d.first(weights, good)
        return dict(X=x, **matrices, token=token)

    def check(self) -> None:
        if self.token > len(self.X):
            raise ValueError(f"there are {len(self.X)} tokens, token names {self.token}")

    def admissible(self) -> bool:
        scores, q = self.worked["s"], self.worked["q"]
        apart = len({self.Wq, self.Wk, self.Wv}) == 3 and all(map(varied, (self.Wq, self.Wk, self.Wv)))
        told = len(set(scores)) == len(scores) and max(scores) - min(scores) <= 4 and any(q)
        return apart and told and told_apart(self.X) and 74 <= self.derivation().effort <= 88

    @property
    def network(self) -> Network:
        net = Network(X=self.X, x=self.X[self.token - 1], WQ=self.Wq, WK=self.Wk, WV=self.Wv, d=len(self.Wk[0]))
        net = net.let(K="X @ WK", V="X @ WV", q="x @ WQ", s="q @ transpose(K) / sqrt(d)").add("a", layers.Softmax())
        net = net.let(o="a @ V", scaled="q / sqrt(d)").add("row", ops.reshape((1, len(self.Wk[0]))), "scaled")
        return net.add("rows", layers.Attention(), "row", "V", "K").add("layer", ops.squeeze(0))

    @property
    def agreements(self) -> Agreements:
        return (("o", "layer"),)

    @misconception(r"You left out the scaling. Divide each dot product by $\sqrt{d}$.")
    def not_scaled(self) -> Network:
        return self.network.let(s="q @ transpose(K)")

    @misconception("You used the embeddings as keys and values. Multiply them by $W_K$ and $W_V$ first.")
    def embeddings_attended(self) -> Question | None:
        if len(self.X[0]) != len(self.Wk[0]):
            return None
        unit = tuple(tuple(int(i == j) for j in range(len(self.X[0]))) for i in range(len(self.X[0])))
        return self.but(Wk=unit, Wv=unit)

    @misconception("You swapped $W_Q$ and $W_K$. Queries are computed with $W_Q$ and keys with $W_K$.")
    def queries_for_keys(self) -> Question | None:
        return self.but(Wq=self.Wk, Wk=self.Wq)

    @misconception("You took the weighted sum of the keys. The attention weights multiply the values.")
    def keys_weighted(self) -> Network | None:
        return self.network.rewire("o", "a", "K")
