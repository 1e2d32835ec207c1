"""Controls of `tests.locks`: without them nobody would notice that it sees nothing."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(User.objects.select_for_update())))


urlpatterns = [path("bare/", bare), path("held/", transaction.atomic(bare))]


def test_a_lock_without_a_transaction_is_seen() -> None:
    with pytest.raises(TransactionManagementError):
        Client().get("/bare/")


def test_a_lock_within_one_passes() -> None:
    assert Client().get("/held/").content == b"0"
