"""Axe looks at the pages of browsers without JavaScript as well: this shows that it sees them, as they are there."""

from __future__ import annotations

from tests.browser import PHONE
from tests.journeys.conftest import Mode, Walk


def test_axe_sees_the_page_of_a_browser_without_javascript(walk: Walk) -> None:
    """A picture without words is found; none of our scripts has run, and the page wears its styles."""
    mode = Mode("fr", PHONE, javascript=False)
    with walk(mode) as someone:
        someone.go("/recherche/")
        someone.look()
        assert not someone.complaints
        someone.page.evaluate("document.querySelector('main').append(new Image(9, 9))")
        someone.look()
        assert any("image-alt" in one for one in someone.complaints)
        someone.complaints.clear()
        twin = someone.twin
        assert twin is not None
        assert twin.evaluate("typeof htmx") == "undefined"
        assert twin.locator("noscript").count() == 0
        assert twin.locator("h1").evaluate("one => getComputedStyle(one).fontFamily").startswith('"Source Sans')
