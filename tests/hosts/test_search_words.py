"""The one box: French stems, folded accents, acronyms both ways, quotes, typos (§4, E3)."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hosts.selectors.search import Criteria, run
from hosts.selectors.search.kept import forget_everything
from hosts.selectors.search.text import ask
from tests.hosts.searching import acronym, host, learn, offer, titles

pytestmark = pytest.mark.django_db
DATABASE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_accents_case_plural_and_gender() -> None:
    offer("Stage d’éducatrice spécialisée")
    offer("Atelier de menuiserie")
    for typed in ("EDUCATEURS SPECIALISES", "éducatrice", "educateur specialise", "spécialisée"):
        assert titles(q=typed) == ["Stage d’éducatrice spécialisée"], typed


def test_acronym_finds_what_it_stands_for_and_the_other_way() -> None:
    acronym("IME", "institut médico-éducatif")
    host("IME Les Tilleuls")
    host("Institut médico-éducatif du Lac")
    host("Crèche du Port")
    both = {"IME Les Tilleuls", "Institut médico-éducatif du Lac"}
    assert set(titles(q="ime")) == set(titles(q="I.M.E.")) == both
    assert set(titles(q="instituts medico educatifs")) == both
    assert titles(q="ime lac") == ["Institut médico-éducatif du Lac"]


def test_quotes_keep_words_together() -> None:
    offer("Petite enfance et famille")
    offer("Enfance en petite montagne")
    assert len(titles(q="petite enfance")) == 2
    assert titles(q="« petite enfance »") == titles(q='"petite enfance"') == ["Petite enfance et famille"]


def test_what_people_write_around_is_dropped() -> None:
    host("Crèche du Port")
    assert titles(q="je cherche un stage en crèche") == ["Crèche du Port"]
    offer("Stage au musée")
    assert titles(q="stage") == ["Stage au musée"]


def test_typo_is_mended_only_when_nothing_is_found() -> None:
    offer("Orthophoniste en cabinet")
    learn()
    found = run(Criteria(q="ortofoniste"))
    assert (found.corrected_from, found.criteria.q) == ("ortofoniste", "orthophoniste")
    assert titles(found) == ["Orthophoniste en cabinet"]
    assert not run(Criteria(q="ortofoniste", exact=True))
    right = run(Criteria(q="orthophoniste"))
    assert (right.corrected_from, right.suggestion) == ("", "")


def test_typo_with_few_results_is_proposed() -> None:
    offer("Animation", description="Un psicologue passe le jeudi.")
    offer("Psychologue scolaire")
    learn()
    found = run(Criteria(q="psicologue"))
    assert titles(found) == ["Animation"]
    assert found.suggestion == "psychologue"


def test_a_correction_that_finds_nothing_is_not_made() -> None:
    offer("Boulanger")
    learn()
    found = run(Criteria(q="boulangez piscine"))
    assert not found
    assert found.corrected_from == ""


def test_two_words_written_as_one() -> None:
    offer("Petite enfance")
    learn()
    assert run(Criteria(q="petiteenfance")).criteria.q == "petite enfance"


def test_only_small_words() -> None:
    offer("Atelier")
    question = ask("de la les")
    assert question.query == ""
    assert question.dropped


@DATABASE
@given(st.text(max_size=60))
def test_folding_is_the_same_on_both_sides_and_once_is_enough(text: str) -> None:
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT hosts_fold(hosts_fold(%s)) = hosts_fold(%s)", [text, text])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT numnode(hosts_query(%s)) = 0 OR hosts_vector(%s, 'A') @@ hosts_query(%s)", [text] * 3)
        assert cursor.fetchone() == (True,)


@DATABASE
@given(st.text(max_size=80))
def test_anything_may_be_typed(text: str) -> None:
    """Whatever the words, an answer and no error."""
    forget_everything()
    run(Criteria(q=text.encode("utf-8", "ignore").decode()))


@DATABASE
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=80))
def test_every_open_offer_is_found_by_a_word_of_its_title(title: str) -> None:
    """Any word that means something to the index finds the offer."""
    made = offer(title[:120], on=host("Maison"))
    for word in made.title.split():
        question = ask(word)
        if question.terms and not question.dropped:
            assert made.pk in {entry.offer_id for entry in run(Criteria(q=word, exact=True)).entries}, word
    made.delete()
