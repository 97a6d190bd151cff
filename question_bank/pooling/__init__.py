"""Questions about pooling layers."""
