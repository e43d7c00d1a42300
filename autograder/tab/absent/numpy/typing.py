"""The names of numpy's types."""

from typing import Any

from numpy import ndarray

ArrayLike = Any
NDArray = ndarray
