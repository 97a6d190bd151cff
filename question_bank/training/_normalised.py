"""Mistakes with the scale and the shift of batch normalisation."""

from examgen.authoring import Network, Question, misconception


@misconception(
    r"You left out the scale $\gamma$ and the shift $\beta$. Multiply the normalised values by $\gamma$ and add $\beta$."
)
def not_scaled(q: Question) -> Network:
    """The network without scale and shift."""
    return q.network.with_arrays(gamma=1, beta=0)


@misconception(r"You swapped $\gamma$ and $\beta$. The output is $\gamma$ times the normalised value plus $\beta$.")
def exchanged(q: Question) -> Network:
    """The network with scale and shift exchanged."""
    return q.network.with_arrays(gamma=q.parameters["beta"], beta=q.parameters["gamma"])
