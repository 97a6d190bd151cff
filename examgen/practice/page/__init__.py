"""Practice as one self-contained page: no server, no network, the readers of the terminal in JavaScript."""
