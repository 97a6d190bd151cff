"""Pad the image with zeros, then compute every window."""

from __future__ import annotations

from examgen.solutions.convolution.feature_map import solve

__all__ = ["solve"]
