"""Streams of chance, one a subject, so that what is drawn for one never shifts another's."""

import zlib

import numpy as np


def stream(seed: int, subject: str) -> np.random.Generator:
    """Return the chance of one subject of the company made from `seed`."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])
