"""Questions about convolutional layers."""
