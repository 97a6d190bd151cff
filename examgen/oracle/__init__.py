"""The Keras witness: the only package that imports Keras and TensorFlow."""
