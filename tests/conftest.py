from __future__ import annotations

import os

# Playwright runs an event loop in the thread of the test; Django would take the test for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
