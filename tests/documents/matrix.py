"""Private files."""

from __future__ import annotations

from documents import files
from tests.documents import samples
from tests.matrix import Row, World
from tests.reference import load


def private(world: World) -> dict[str, object]:
    """A file that no rule opens to anybody."""
    return {"pk": files.store(content=samples.PDF, name="private.pdf").pk}


def picture(world: World) -> dict[str, object]:
    return {"pk": files.keep_image(samples.picture(), name="picture.png").pk}


def page(world: World) -> dict[str, object]:
    """A page of the site, as it comes with the software."""
    load("documents")
    return {"slug": "accessibilite"}


def editing(world: World) -> dict[str, object]:
    return {**page(world), "language": "fr"}


def code(world: World) -> dict[str, object]:
    """No document carries it: whoever asks is told so."""
    return {"code": "AAAA-AAAA-AAAA-AAAA"}


ADMINISTRATORS = {"*": 403, "local_admin": 403, "admin": 200}
MATRIX = {
    "documents:page": Row(kwargs=page, get={"*": 200}),
    "documents:site_pages": Row(get=ADMINISTRATORS, post=ADMINISTRATORS, redirect_login=True),
    "documents:edit_page": Row(kwargs=editing, get=ADMINISTRATORS, post=ADMINISTRATORS, redirect_login=True),
    "documents:file": Row(kwargs=private, get={"*": 404}),
    "documents:verify_any": Row(get={"*": 200}, post={"*": 400}),
    "documents:verify": Row(kwargs=code, get={"*": 404}, post={"*": 404}),
    "documents:thumbnail": Row(kwargs=picture, get={"*": 404}),
}
