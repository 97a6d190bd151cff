"""Questions about recurrent layers."""
