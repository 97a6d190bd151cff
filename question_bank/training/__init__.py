"""Questions about training: steps of gradient descent, dropout, batch normalisation."""
