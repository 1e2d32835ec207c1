"""Every address × every role × GET and POST, against rows written by hand beside the tests of each app."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.matrix import ROLES, Row, World, collect, routes

MATRIX = collect()
ROUTES = {name: (pattern, view) for name, pattern, view in routes()}
METHODS = ("get", "post")
# Views of installed packages: they decide by themselves, and have rows like the others.
THIRD_PARTY = ("allauth.", "django.")
# What a method that nobody is answered by may say.
REFUSALS = {302, 403, 404, 405}
# How many queries a page may make, sessions and memberships included (quality.md), whoever looks.
MOST = 12
# Pages that make more, and why; a page that has come down to MOST leaves the list.
MORE: dict[str, int] = {
    # What waits for somebody is known to each app alone: every provider asks its own one or two.
    "home": 34,
    "messaging:inbox": 34,
    # Each app that keeps files is asked in turn, until one of them lets the person read.
    "documents:file": 17,
    "documents:thumbnail": 18,
    # A practice with its versions, sectors, occupations, pictures and files.
    "practices:examine": 14,
    "practices:sheet": 19,
    "practices:versions": 20,
    "practices:write": 20,
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for the whole module, in a transaction that is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        _ = made.sessions
        yield made
        transaction.set_rollback(True)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert len(ROUTES) > 50, "the URLconf was hardly looked at"
    assert len(set(ROLES)) == 12
    missing = sorted(set(ROUTES) - set(MATRIX))
    stale = sorted(set(MATRIX) - set(ROUTES))
    assert not missing, f"routes without a row in tests/<app>/matrix.py: {missing}"
    assert not stale, f"rows without a route: {stale}"


def test_every_view_of_ours_names_its_access_rule() -> None:
    """Deny by default (S5): a view that carries no rule of accounts.access is a mistake."""
    ours = {name: view for name, (pattern, view) in ROUTES.items() if not third_party(pattern, view)}
    assert ours, "no view of ours was looked at"
    bare = sorted(name for name, view in ours.items() if not getattr(view, "access", ""))
    assert not bare, f"views without an access rule: {bare}"


def third_party(pattern: str, view: Any) -> bool:
    """Views of installed packages, and the back office, whose site object checks at each of its addresses."""
    return view.__module__.startswith(THIRD_PARTY) or pattern.startswith("gestion/")


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_cells(name: str, method: str, world: World) -> None:
    row = MATRIX[name]
    wrong: dict[str, list[str]] = {}
    counted: dict[str, int] = {}
    with taken_back():
        address = world.address(name, row)
        for role in row.roles(method):
            answer, counted[role] = asked(world, name, method, role, address)
            problem = verdict(row, method, role, answer)
            if problem:
                wrong.setdefault(problem, []).append(role)
        said = "; ".join(f"{problem} ({', '.join(roles)})" for problem, roles in wrong.items())
        assert not wrong, f"{method.upper()} {name}: {said}"
        if method == "get":
            assert_few_queries(name, world, counted, address)


@contextlib.contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside leaves nothing behind."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def asked(world: World, name: str, method: str, role: str, address: str) -> tuple[Any, int]:
    """The answer, and how many queries it took. A POST of one role must not change what the next one meets."""
    with taken_back():
        ask = world.ready(MATRIX[name], method, role, address)
        queries = Counter()
        with connection.execute_wrapper(queries):
            answer = ask()
    return answer, queries.count


class Counter:
    """Counts statements as the log of the tests would, without writing out each with its values."""

    count = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.count += 1
        return execute(*statement)


def assert_few_queries(name: str, world: World, counted: dict[str, int], address: str) -> None:
    """No page asks more than it may; one that seems to is asked again, since the first may have filled a small list
    that the process keeps. One more look at things made anew, of which nothing is kept, is taken for whoever asked
    most."""
    allowed = MORE.get(name, MOST)
    again = {role: asked(world, name, "get", role, address)[1] for role, count in counted.items() if count > allowed}
    most = max(counted, key=lambda role: counted[role])
    with taken_back():
        again[most] = asked(world, name, "get", most, world.address(name, MATRIX[name]))[1]
    assert not {role: count for role, count in again.items() if count > allowed}, f"{name}: {again} > {allowed} queries"
    if name in MORE:
        assert max(counted.values()) > MOST, f"{name} needs no exception any more: take it from MORE"


@pytest.mark.django_db
def test_a_page_that_asks_too_much_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control: with one query less allowed than it makes, a page fails."""
    address = world.address("messaging:inbox", MATRIX["messaging:inbox"])
    count = asked(world, "messaging:inbox", "get", "teacher", address)[1]
    assert count > 3
    monkeypatch.setitem(MORE, "messaging:inbox", count - 1)
    with pytest.raises(AssertionError, match="queries"):
        assert_few_queries("messaging:inbox", world, {"teacher": count}, address)


def verdict(row: Row, method: str, role: str, answer: Any) -> str:
    expected = row.expected(method, role)
    status = answer.status_code
    if expected is None:
        if status in REFUSALS:
            return ""
        return f"{status} where nobody is answered by this method"
    if status != expected:
        return f"{status} {answer.headers.get('Location', '')}".strip() + f" instead of {expected}"
    if role == "anonymous" and row.redirect_login and status == 302:
        location = answer.headers["Location"]
        if not location.startswith(sign_in_address()):
            return f"sent to {location} instead of the sign-in page"
    return ""


def sign_in_address() -> str:
    from django.shortcuts import resolve_url

    return resolve_url(settings.LOGIN_URL)
