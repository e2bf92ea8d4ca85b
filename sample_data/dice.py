"""Chance, drawn from a seed: the same seed gives the same company, to the byte."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Thing = TypeVar("Thing")
_BLOCK = 1 << 15


class Dice:
    """A stream of chance. Drawn in blocks, because numpy is slow at giving one number."""

    def __init__(self, generator: np.random.Generator) -> None:
        self._uniforms = _blocks(generator.random)
        self._normals = _blocks(generator.standard_normal)

    def share(self) -> float:
        """Return a number from 0 up to 1."""
        return next(self._uniforms)

    def happens(self, chance: float) -> bool:
        return next(self._uniforms) < chance

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * next(self._uniforms)

    def around(self, median: float, spread: float) -> float:
        """Return a positive number around `median`, most of them within a factor e^spread."""
        return median * math.exp(spread * next(self._normals))

    def near(self, mean: float, spread: float) -> float:
        """Return a number near `mean`."""
        return mean + spread * next(self._normals)

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[int(next(self._uniforms) * len(things))]

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        """Return a key of `weights`, each as often as its weight says."""
        left = next(self._uniforms) * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return thing


def _blocks(draw: Callable[[int], NDArray[np.float64]]) -> Iterator[float]:
    while True:
        yield from draw(_BLOCK).tolist()
