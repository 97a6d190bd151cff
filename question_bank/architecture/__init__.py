"""Questions about whole networks: the classics, their tables, memory, residual blocks."""
