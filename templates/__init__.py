"""The documents: Jinja2 templates of the paper, the key and the feedback, a folder per format."""
