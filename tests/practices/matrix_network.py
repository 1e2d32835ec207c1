"""Who may reach innovations, articles and testimonials (E16 to E18, S12, T14): published ones are everybody's."""

from __future__ import annotations

from typing import Any

from practices.models import Article, Innovation, Testimonial
from tests.matrix import Row, World
from tests.practices import makers


def told(world: World, state: str, title: str = "Innovation") -> Innovation:
    """The host's innovation in that state, made once in each world."""
    words = f"{title} {state}"
    found = Innovation.objects.filter(title=words).first()
    body = world.host.organisation
    by = world.users["validator"]
    return found or makers.innovation(world.users["host"], state=state, by=by, title=words, organisation=body)


def pk(state: str, **more: Any) -> Any:
    return lambda world: {"pk": told(world, state).pk, **more}


def public(world: World) -> dict[str, Any]:
    return {"slug": told(world, "published").slug}


def article(world: World) -> dict[str, Any]:
    found = Article.objects.filter(title="Article publié").first()
    actor, here = world.users["admin"], world.territory
    return {"slug": (found or makers.article(actor=actor, title="Article publié", territory=here)).slug}


def draft(world: World) -> dict[str, Any]:
    found = Article.objects.filter(title="Article en cours").first()
    actor, here = world.users["admin"], world.territory
    made = found or makers.article(actor=actor, title="Article en cours", published=False, territory=here)
    return {"slug": made.slug, "action": "publier"}


def said(world: World) -> dict[str, Any]:
    found = Testimonial.objects.filter(author=world.users["trainee"]).first()
    return {"pk": (found or makers.words_about(world.host, world.users["trainee"])).pk}


TELLER = {"host": 200, "*": 404}
READERS = {"host": 200, "validator": 200, "admin": 200, "local_admin": 200, "*": 404}
VALIDATORS = {"validator": 200, "admin": 200, "local_admin": 200, "*": 403}
EDITORS = {"validator": 200, "animator": 200, "admin": 200, "local_admin": 200, "*": 403}


def all_(cells: dict[str, int], status: int) -> dict[str, int]:
    return {role: status if code == 200 else code for role, code in cells.items()}


MATRIX = {
    "practices:innovations": Row(get={"*": 200}),
    "practices:innovation": Row(kwargs=public, get={"*": 200}),
    "practices:innovation_pdf": Row(kwargs=public, get={"*": 200}),
    "practices:innovation_new": Row(get={"*": 200}, post={"*": 302}, redirect_login=True),
    "practices:my_innovations": Row(get={"*": 200}, redirect_login=True),
    "practices:innovation_sheet": Row(kwargs=pk("planned"), get=READERS, redirect_login=True),
    "practices:innovation_write": Row(
        kwargs=pk("draft"),
        get=TELLER,
        post=all_(TELLER, 422),
        redirect_login=True,
    ),
    "practices:innovation_team": Row(kwargs=pk("draft"), get=TELLER, post=all_(TELLER, 422), redirect_login=True),
    "practices:innovation_drop": Row(kwargs=pk("draft", what="photo"), post=all_(TELLER, 302), redirect_login=True),
    "practices:innovation_agree": Row(kwargs=pk("written"), get=TELLER, post=all_(TELLER, 422), redirect_login=True),
    "practices:innovation_event": Row(kwargs=pk("planned"), get=READERS, redirect_login=True),
    "practices:innovation_act": Row(
        kwargs=pk("published", action="withdraw"), get=READERS, post=all_(READERS, 422), redirect_login=True
    ),
    "practices:innovation_queue": Row(get=VALIDATORS, redirect_login=True),
    "practices:innovation_examine": Row(
        kwargs=pk("declared"),
        get=VALIDATORS,
        post=all_(VALIDATORS, 422),
        data={"action": "send_back", "reason": ""},
        redirect_login=True,
    ),
    "practices:articles": Row(get={"*": 200}),
    "practices:article": Row(kwargs=article, get={"*": 200}),
    "practices:article_kept": Row(get=EDITORS, redirect_login=True),
    "practices:article_new": Row(get=EDITORS, post=all_(EDITORS, 422), redirect_login=True),
    "practices:article_edit": Row(kwargs=article, get=EDITORS, post=all_(EDITORS, 422), redirect_login=True),
    "practices:article_act": Row(kwargs=draft, get=EDITORS, post=all_(EDITORS, 302), redirect_login=True),
    "practices:testimonials": Row(get={"*": 200}),
    "practices:testimonial_write": Row(get={"*": 200}, post={"*": 422}, redirect_login=True),
    "practices:my_testimonials": Row(get={"*": 200}, redirect_login=True),
    "practices:testimonial_withdraw": Row(
        kwargs=said, get={"trainee": 200, "*": 404}, post={"trainee": 302, "*": 404}, redirect_login=True
    ),
    "practices:testimonial_queue": Row(get=EDITORS, post=all_(EDITORS, 422), redirect_login=True),
}
