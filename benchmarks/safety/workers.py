"""Ask the trained archive for the tiers of many sayings in several processes, each with an archive of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.safety.asking import only_asks, opened, tier_of
from benchmarks.safety.variations import Said
from bot.commands.environment import ONE_THREAD
from bot.records import Tier

if TYPE_CHECKING:
    from rasa.core.agent import Agent

#: Each holds an archive in memory: more of them than this ask for more than a small machine has.
_AT_MOST = 4
#: So many sayings go to a process at a time: few enough that all end at about the same time.
_AT_A_TIME = 16
#: Of a process of the pool: the one archive that it has open.
_open_agents: list[Agent] = []


def cores() -> int:
    """Return how many processes this machine has cores for, four at most."""
    return min(len(os.sched_getaffinity(0)), _AT_MOST)


def tiers(said: Sequence[Said], model: Path, *, workers: int) -> list[Tier]:
    """Return the tier of each saying, in their order, asked in so many processes."""
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_open, initargs=(model,)) as pool:
        return list(pool.map(_tier, said, chunksize=_AT_A_TIME))


def _open(model: Path) -> None:
    """Load the archive."""
    only_asks(**ONE_THREAD)
    _open_agents.append(opened(model))


def _tier(said: Said) -> Tier:
    return asyncio.run(tier_of(_open_agents[0], said))
