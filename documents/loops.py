"""pyHanko begins an event loop of its own; a thread that runs one already (ASGI, a browser's driver) refuses that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def apart(call: Callable[[], Result]) -> Result:
    """Calls it here, or in a thread of its own where this one has a loop running. It must not use the database."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return call()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(call).result()
