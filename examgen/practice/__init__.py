"""A student's practice: a session that knows no screen, and the terminal that shows it.

`Session` takes what a student types and returns what happened, as events; `terminal` prints these. Nothing waits for Keras before
an answer is to be judged: it is loaded, and the key is made, while the student thinks.
"""
