"""Questions about data evaluation."""
