"""Questions about softmax and the cross-entropy loss."""
