"""The scale and the shift of batch normalisation."""

from __future__ import annotations

from examgen.authoring import Network, Question, misconception


class Normalised(Question):
    """A question whose network has a batch normalisation layer with ``gamma`` and ``beta``."""

    @misconception(
        r"You left out the scale $\gamma$ and the shift $\beta$. Multiply the normalised values by $\gamma$ and add $\beta$."
    )
    def not_scaled(self) -> Network:
        return self.network.with_arrays(gamma=1, beta=0)

    @misconception(r"You swapped $\gamma$ and $\beta$. The output is $\gamma$ times the normalised value plus $\beta$.")
    def exchanged(self) -> Network:
        return self.network.with_arrays(gamma=self.parameters["beta"], beta=self.parameters["gamma"])
