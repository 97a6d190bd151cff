"""Questions about fully connected layers."""
