"""Section 6 of the Law School Admission Test: five items, 1000 people, as printed by Bock and Lieberman (1970, Psychometrika 35, 179-197).

The table of the 32 response patterns is reprinted in many places, such as the R package `ltm`, whose documentation prints
alpha, also without each item.
"""

import numpy as np

_COUNTS = (
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
)  # fmt: skip
"""How often each pattern occurred, from 00000 to 11111."""

LSAT = np.repeat([[int(digit) for digit in f"{pattern:05b}"] for pattern in range(32)], _COUNTS, axis=0).astype(float)
