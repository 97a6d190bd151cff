"""Questions about transfer learning: what is frozen, what is trained."""
