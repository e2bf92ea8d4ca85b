"""The formats that are read, one file each. A new file here with an `ADAPTER` is a new adapter."""

import importlib
import pkgutil
from functools import cache

from etl.adapters.contract import Adapter


@cache
def adapters() -> dict[str, Adapter]:
    """Return every adapter by name, in the order of the names of their files."""
    found = (
        importlib.import_module(f"{__name__}.{module.name}").ADAPTER
        for module in pkgutil.iter_modules(__path__)
    )
    return {adapter.name: adapter for adapter in found}
