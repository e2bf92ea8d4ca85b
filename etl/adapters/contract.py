"""What every adapter keeps to: one export format in, text in our columns out.

An adapter is one file: the headers it knows by, our column for each of theirs, and how one record
becomes one row. It types nothing, maps nothing and drops nothing: `canonical/` does that, once for
all formats, so that two help desks cannot mean two things by one column.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Thing = Literal["ticket", "event", "unit", "post", "queue"]
