"""`neuron` and `collapse`: functions of arrays."""

from .calls import returned

__all__ = ["returned"]
