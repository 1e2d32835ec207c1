"""The back office: staff only; everyone else, network administrators included, is refused."""

from __future__ import annotations

from tests.matrix import Row, Values

STAFF = {"anonymous": 302, "*": 302, "superuser": 200}


def row(status: int = 200, *, kwargs: Values | None = None, path: str = "", post: bool = False) -> Row:
    """Open to staff alone: the others are led to `gestion/login/`, which refuses them in its turn."""
    cells = {"*": 302, "superuser": status}
    return Row(kwargs=kwargs or {}, path=path, get=cells, post=cells if post else None)


def model(name: str) -> dict[str, Row]:
    """The six addresses of a model; an object that does not exist leads staff back to the index."""
    app, short = name.split("_", 1)
    gone: Values = {"object_id": 0}
    return {
        f"admin:{name}_changelist": row(),
        f"admin:{name}_add": row(),
        f"admin:{name}_change": row(302, kwargs=gone),
        f"admin:{name}_delete": row(302, kwargs=gone),
        f"admin:{name}_history": row(302, kwargs=gone),
        # Django's own shortcut, open to all: it only adds `change/`.
        f"gestion/{app}/{short}/<path:object_id>/": Row(path=f"/gestion/{app}/{short}/0/", get={"*": 302}),
    }


MATRIX = {
    "admin:index": row(),
    "admin:login": Row(get={"anonymous": 302, "*": 403, "superuser": 403}),
    "admin:logout": Row(post={"*": 302}),
    "admin:password_change": row(),
    "admin:password_change_done": row(),
    "admin:autocomplete": row(403),
    "admin:jsi18n": row(),
    "admin:view_on_site": row(404, kwargs={"content_type_id": 0, "object_id": 0}),
    "admin:app_list": row(kwargs={"app_label": "account"}),
    "gestion/(?P<url>.*)$": row(404, path="/gestion/nowhere/"),
    **model("account_emailaddress"),
    **model("mfa_authenticator"),
    **model("auth_group"),
}
