"""Networks as data: arrays, layers and operations of Keras, losses, optimizers, and what can be observed of them."""
