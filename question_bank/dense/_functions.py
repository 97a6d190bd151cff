"""Activation functions by their names in Keras."""

import math

from examgen.authoring import scalar

SIXTH = scalar("1/6")
"""The slope of the hard sigmoid in Keras."""
FORMULAS = {
    "relu": r"$\operatorname{ReLU}(z)$",
    "leaky_relu": r"the leaky ReLU of $z$, with slope ${{ negative_slope | number }}$ for $z < 0$",
    "sigmoid": r"$\sigma(z)$",
    "tanh": r"$\tanh(z)$",
    "elu": r"the ELU of $z$: $z$ for $z > 0$ and $\alpha (e^z - 1)$ otherwise, with $\alpha = {{ alpha | number }}$",
    "silu": r"the SiLU (swish) of $z$, $z \, \sigma(z)$",
    "gelu": r"the GELU of $z$, $z \, \Phi(z)$ with the standard normal distribution function $\Phi$",
    "gelu_tanh": r"the GELU of $z$ in its $\tanh$ form, "
    r"$\frac{1}{2} z \left(1 + \tanh\left(\sqrt{2/\pi} \, (z + 0.044715 z^3)\right)\right)$",
    "selu": r"the SELU of $z$: $1.0507 z$ for $z > 0$ and $1.7581 (e^z - 1)$ otherwise",
    "softplus": r"the softplus of $z$, $\ln(1 + e^z)$",
    "softsign": r"the softsign of $z$, $z / (1 + |z|)$",
    "exponential": r"$e^z$",
    "relu6": r"$\operatorname{ReLU6}(z) = \min(\max(0, z), 6)$",
    "hard_sigmoid": (
        r"the hard sigmoid of $z$, $\min\left(\max\left(0, {{ hard_slope | number }} z + 0.5\right), 1\right)$"
    ),
    "hard_silu": r"the hard SiLU (hard swish) of $z$, $z \min(\max(0, z + 3), 6) / 6$",
    "mish": r"the Mish of $z$, $z \tanh(\ln(1 + e^z))$",
    "log_sigmoid": r"$\ln \sigma(z)$",
    "celu": r"the CELU of $z$: $z$ for $z > 0$ and $e^z - 1$ otherwise",
    "hard_tanh": r"the hard tanh of $z$, $\min(\max(-1, z), 1)$",
    "tanh_shrink": r"the tanh shrink of $z$, $z - \tanh(z)$",
    "soft_shrink": r"the soft shrink of $z$: $z$ moved by 0.5 towards 0, but not beyond it",
    "hard_shrink": r"the hard shrink of $z$: 0 for $|z| \le 0.5$ and $z$ otherwise",
    "squareplus": r"the squareplus of $z$, $\left(z + \sqrt{z^2 + 4}\right) / 2$",
    "sparse_plus": r"the sparse plus of $z$: 0 for $z \le -1$, $(z + 1)^2 / 4$ for $-1 < z < 1$ and $z$ otherwise",
    "sparse_sigmoid": r"the sparse sigmoid of $z$, $\min\left(\max\left(0, \frac{1}{2} (z + 1)\right), 1\right)$",
}
"""Activation functions of z in words and TeX."""
IN_PIECES = {
    "gelu": f"half * z * (1 + erf(z / {math.sqrt(2)}))",
    "gelu_tanh": f"half * z * (1 + tanh((z + 0.044715 * (z * z * z)) * {math.sqrt(2 / math.pi)}))",
    "hard_sigmoid": "clip(z * hard_slope + half, x_min=0, x_max=1)",
}
"""Functions that Keras has with other constants, or rounds to float32."""
DERIVED = {
    "relu": "ReLU", "leaky_relu": "the leaky ReLU", "sigmoid": r"$\sigma$", "tanh": r"$\tanh$", "elu": "the ELU",
    "silu": "the SiLU", "softplus": "the softplus", "softsign": "the softsign", "exponential": "$e^z$",
}  # fmt: skip
"""The functions whose derivatives can be asked for, by what they are called in a sentence on them."""
