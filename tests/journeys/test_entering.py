"""Someone makes an account, proves the address, leaves, and comes back; a pupil enters by the school's code."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from accounts.services import create_pupils
from accounts.services.pupils import NewPupil
from tests import factories
from tests.journeys.conftest import Mode, Walk

_numbers = count(1)
Letters = Callable[[str], list[Any]]


def test_a_trainee_makes_an_account_and_comes_back(walk: Walk, letters: Letters, mode: Mode) -> None:
    address = f"nouvelle{next(_numbers)}.{mode.width}@example.org"
    with walk(mode) as someone:
        someone.go("/compte/signup/")
        for name, value in {"first_name": "Noé", "last_name": "Carré", "email": address}.items():
            someone.fill(name, value)
        someone.fill("password1", factories.PASSWORD)
        someone.page.get_by_label(someone.say("I am looking for a placement")).check()
        someone.press("Create my account")
        code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", letters(address)[-1].body)
        assert code, letters(address)[-1].body
        someone.fill("code", code[0])
        someone.enter()
        person = User.objects.get(email=address)
        assert person.first_name == "Noé"
        assert person.is_trainee
        someone.go("/compte/")
        assert "Noé" in someone.page.content()


def test_a_wrong_password_is_told_without_saying_whether_the_account_exists(walk: Walk, mode: Mode) -> None:
    known = factories.user()
    answers = []
    with walk(mode) as someone:
        for address in (known.email, f"personne{next(_numbers)}@example.org"):
            someone.go("/compte/login/")
            someone.fill("login", str(address))
            someone.fill("password", "not the password")
            someone.enter()
            answers.append(someone.text)
            assert someone.page.locator('[name="login"]').input_value() == address, "what was typed is kept"
    assert answers[0] == answers[1]
    assert "/login/" in someone.page.url


def test_a_pupil_enters_by_the_schools_code(walk: Walk, mode: Mode) -> None:
    """§2: sign-in for people without e-mail by their school's code."""
    school = factories.organisation(OrganisationKind.TRAINING)
    teacher = factories.member(school, Role.COORDINATOR)
    slip = create_pupils(school=school, by=teacher, pupils=[NewPupil("Zoé", "Le Gall", "3e A")])[0]
    school.refresh_from_db()
    with walk(mode) as someone:
        someone.go("/compte/ecole/")
        someone.fill("code", str(school.sign_in_code).lower())
        someone.fill("identifier", slip.pupil.identifier)
        someone.fill("secret", slip.secret)
        someone.enter()
        someone.go("/compte/")
        assert "Zoé" in someone.page.content()
