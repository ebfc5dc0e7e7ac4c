"""How much one sender may send: a bucket of tokens each, filled again at a steady pace."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

#: Buckets kept; beyond them the one used least lately goes, which is full again most likely.
_MOST = 50_000
#: Who waited as told is let in, whatever the sums of fractions come to.
_ROUNDING = 1e-9


class RateLimit:
    """So many in a period, the first `burst` of them at once."""

    def __init__(
        self, many: int, seconds: float, *, burst: int | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pace, self._full, self._clock = many / seconds, float(burst or many), clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, sender: str) -> int:
        """Take one and return 0; where none is left, the seconds until there is."""
        now = self._clock()
        left, at = self._buckets.pop(sender, (self._full, now))
        left = min(self._full, left + (now - at) * self._pace)
        wait = 0 if left >= 1 - _ROUNDING else max(1, math.ceil((1 - left) / self._pace))
        self._buckets[sender] = (left if wait else left - 1, now)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return wait
