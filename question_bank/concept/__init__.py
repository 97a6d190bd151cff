"""Questions about concepts: statements, gates, use cases, and a colleague's mistake."""
