"""Who may reach search, what people keep of it, and the guided path: public to read, one's own to keep."""

from __future__ import annotations

from typing import Any

from hosts.models import SavedSearch
from hosts.services import saved_searches
from tests.matrix import Row, World


def kept(world: World) -> dict[str, Any]:
    """A search that the trainee keeps."""
    mine = SavedSearch.objects.filter(user=world.users["trainee"]).first()
    mine = mine or saved_searches.keep(
        user=world.users["trainee"], name="IME", parameters={"q": ["IME"]}, frequency="weekly"
    )
    return {"pk": mine.pk}


def token(world: World) -> dict[str, Any]:
    return {"token": saved_searches.token(SavedSearch.objects.get(pk=kept(world)["pk"]))}


def offer(world: World) -> dict[str, Any]:
    return {"kind": "offre", "pk": world.offer.pk}


MATRIX = {
    "hosts:search": Row(get={"*": 200}, query={"q": "IME"}),
    "hosts:map_clusters": Row(get={"*": 200}, query={"cadre": "-5,42,8,51", "z": "6"}),
    "hosts:guide": Row(get={"*": 200}),
    "hosts:saved_searches": Row(get={"*": 200}, redirect_login=True),
    "hosts:saved_search_new": Row(
        get={"*": 200},
        post={"*": 302},
        query={"q": "IME"},
        data={"name": "Mes IME", "frequency": "daily"},
        redirect_login=True,
    ),
    "hosts:saved_search_edit": Row(
        kwargs=kept,
        get={"trainee": 200, "*": 404},
        post={"trainee": 302, "*": 404},
        data={"name": "Autre nom", "frequency": "never"},
        redirect_login=True,
    ),
    "hosts:saved_search_delete": Row(kwargs=kept, post={"trainee": 302, "*": 404}, redirect_login=True),
    "hosts:saved_search_stop": Row(kwargs=token, get={"*": 200}, post={"*": 200}),
    "hosts:favourites": Row(get={"*": 200}, redirect_login=True),
    "hosts:favourite": Row(kwargs=offer, get={"*": 200}, post={"*": 302}, data={"on": "1"}, redirect_login=True),
}
