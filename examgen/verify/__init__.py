"""Both witnesses of every answer, and the check of the whole bank."""
