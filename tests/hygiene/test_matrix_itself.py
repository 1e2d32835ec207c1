"""The guard is guarded: a wrong cell, a route that answers where none should, are seen."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, HttpResponseRedirect

from tests.hygiene.test_access_matrix import verdict
from tests.matrix import Row


def test_a_wrong_status_is_told() -> None:
    row = Row(get={"*": 403, "admin": 200})
    assert verdict(row, "get", "trainee", HttpResponse(status=200))
    assert not verdict(row, "get", "admin", HttpResponse(status=200))


def test_an_answer_by_a_method_without_cells_is_told() -> None:
    assert verdict(Row(get={"*": 200}), "post", "trainee", HttpResponse(status=200))
    assert not verdict(Row(get={"*": 200}), "post", "trainee", HttpResponse(status=405))


@pytest.mark.parametrize(("target", "wrong"), [("/compte/login/?next=/x/", False), ("/ailleurs/", True)])
def test_the_way_to_sign_in_is_looked_at(target: str, wrong: bool) -> None:
    row = Row(get={"*": 200}, redirect_login=True)
    assert bool(verdict(row, "get", "anonymous", HttpResponseRedirect(target))) is wrong


def test_a_row_without_a_default_names_every_role() -> None:
    with pytest.raises(KeyError):
        Row(get={"admin": 200}).expected("get", "trainee")
