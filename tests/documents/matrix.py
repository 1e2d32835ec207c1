"""Private files."""

from __future__ import annotations

from documents import files
from tests.documents import samples
from tests.matrix import Row, World


def private(world: World) -> dict[str, object]:
    """A file that no rule opens to anybody."""
    return {"pk": files.store(content=samples.PDF, name="private.pdf").pk}


def picture(world: World) -> dict[str, object]:
    return {"pk": files.keep_image(samples.picture(), name="picture.png").pk}


MATRIX = {
    "documents:file": Row(kwargs=private, get={"*": 404}),
    "documents:thumbnail": Row(kwargs=picture, get={"*": 404}),
}
