"""The ranking's pure part: concepts of an objective, components, reasons that say exactly what counts (E4)."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from internships.matching.criteria import DEFAULTS, MOST, Criterion, read_weights
from internships.matching.goals import Concept, Goal, Lexicon, Likeness, Text, Way, likeness, read
from internships.matching.reasons import WORDS, Said, reasons
from internships.matching.score import Asked, Facts, weigh

GOAL = Goal(1, "Mener un atelier d'éveil")
ASKED = Asked(
    radius_km=30,
    days=28,
    level="n:1",
    share="t:plein",
    sectors=frozenset({"s:1"}),
    occupations=frozenset({"m:1"}),
    access=frozenset({"a:repas", "a:fauteuil"}),
    languages=frozenset({"ar", "en"}),
)
TAGS = ["n:1", "t:plein", "s:1", "m:1", "a:repas", "a:fauteuil", "offre"]
FACTS = st.builds(
    Facts,
    tags=st.frozensets(st.sampled_from(TAGS)),
    distance_km=st.none() | st.floats(0, 200),
    days_open=st.integers(0, 60),
    seats_left=st.integers(0, 20),
    answered_percent=st.none() | st.integers(0, 100),
    answer_days=st.none() | st.integers(1, 90),
    qualified_here=st.booleans(),
    qualified_elsewhere=st.booleans(),
    languages=st.frozensets(st.sampled_from(["fr", "ar", "en"])),
    practices=st.integers(0, 5),
    age_days=st.none() | st.integers(0, 400),
)
LIKENESSES = st.lists(st.builds(Likeness, st.just(GOAL), st.floats(0, 1)), max_size=4)
WEIGHTS = st.fixed_dictionaries({one: st.integers(0, MOST) for one in Criterion})
QUICK = settings(max_examples=60, deadline=None)


def goal_of(text: str, lexicon: Lexicon, measurable: str = "") -> Goal:
    return read(1, text, measurable, lexicon, lambda word: word.lower())


def test_an_objective_is_read_by_its_phrases_and_their_other_ways() -> None:
    """E4: synonyms and acronyms, the longest phrase first; words that say nothing of a field are left out."""
    lexicon = Lexicon({("petite", "enfance"): (Way(("crèche",), 0.8),)}, frozenset({"mener"}))
    goal = goal_of("Mener un atelier petite enfance", lexicon)
    assert [concept.typed for concept in goal.concepts] == ["un", "atelier", "petite enfance"]
    assert goal.concepts[2].ways == (Way(("petite", "enfance")), Way(("crèche",), 0.8))


def test_a_text_without_the_words_serves_the_objective_by_another_way() -> None:
    """E4: an objective whose words do not occur in the host's text; a text that has neither serves nothing."""
    lexicon = Lexicon({("sdf",): (Way(("sans", "abri"), 0.8), Way(("maraude",), 0.8))})
    goal = goal_of("sdf", lexicon)
    found = likeness(goal, Text({"maraude": "A"}), {})
    assert found.value > 0.5
    assert found.words == ("sdf",)
    assert likeness(goal, Text({"sans": "A"}), {}).value == 0
    assert likeness(goal, Text({"abri": "D", "sans": "A"}), {}).value < found.value


def test_rare_words_tell_more_than_frequent_ones() -> None:
    goal = Goal(1, "", (Concept("équipe", (Way(("équipe",)),)), Concept("ergothérapie", (Way(("ergo",)),))))
    rarity = {"équipe": 0.1, "ergo": 0.9}
    assert likeness(goal, Text({"ergo": "D"}), rarity).value > likeness(goal, Text({"équipe": "A"}), rarity).value


def test_an_occupation_recognised_in_the_words_counts_by_its_tag() -> None:
    goal = Goal(1, "", (Concept("éducateur de rue", (Way(("rue",)), Way((), 0.6, "m:7"))),))
    assert likeness(goal, Text({}, frozenset({"m:7"})), {}).value > 0
    assert likeness(goal, Text({}, frozenset({"m:8"})), {}).value == 0


@given(FACTS, LIKENESSES, WEIGHTS)
@QUICK
def test_a_reason_is_said_exactly_where_its_component_counts(
    facts: Facts, found: list[Likeness], weights: dict[Criterion, int]
) -> None:
    """E4: reasons are true by construction, and leave nothing of the score unsaid."""
    match = weigh(facts, found, ASKED, weights)
    said = reasons(match, facts, ASKED, Said())
    assert {reason.criterion for reason in said} == {c.criterion for c in match.components if match.part(c) > 0}
    assert sum(reason.part for reason in said) == pytest.approx(match.score)
    assert all(reason.words for reason in said)
    assert match.score <= sum(weights.values()) + 1e-9


@given(FACTS, LIKENESSES)
@QUICK
def test_weights_of_zero_leave_everything_out(facts: Facts, found: list[Likeness]) -> None:
    """E4: a criterion whose weight is 0 has no influence; all of them at 0 leave nothing."""
    assert weigh(facts, found, ASKED, dict.fromkeys(Criterion, 0)).score == 0
    for criterion in Criterion:
        without = {**DEFAULTS, criterion: 0}
        other = dataclasses.replace(facts, **BETTER[criterion]) if criterion in BETTER else facts
        same = found if criterion != Criterion.GOALS else [Likeness(GOAL, 1.0)]
        assert weigh(other, same, ASKED, without).score == pytest.approx(weigh(facts, found, ASKED, without).score)


# What makes a component better and touches no other.
BETTER: dict[Criterion, dict[str, Any]] = {
    Criterion.NEAR: {"distance_km": 0.0},
    Criterion.DATES: {"days_open": 60},
    Criterion.SEATS: {"seats_left": 20},
    Criterion.ANSWERS: {"answered_percent": 100, "answer_days": 1},
    Criterion.QUALIFIED: {"qualified_here": True},
    Criterion.LANGUAGES: {"languages": frozenset({"ar", "en"})},
    Criterion.PRACTICES: {"practices": 5},
    Criterion.FRESH: {"age_days": 0},
}
OF_TAG = {Criterion.LEVEL: "n:1", Criterion.SHARE: "t:plein", Criterion.WISHES: "m:1", Criterion.ACCESS: "a:repas"}


@given(FACTS, LIKENESSES, WEIGHTS)
@QUICK
def test_better_in_one_component_is_never_worse(
    facts: Facts, found: list[Likeness], weights: dict[Criterion, int]
) -> None:
    """E4: the score is monotone in each component."""
    before = weigh(facts, found, ASKED, weights).score
    for change in BETTER.values():
        assert weigh(dataclasses.replace(facts, **change), found, ASKED, weights).score >= before - 1e-9
    for tag in OF_TAG.values():
        more = dataclasses.replace(facts, tags=facts.tags | {tag})
        assert weigh(more, found, ASKED, weights).score >= before - 1e-9
    closer = dataclasses.replace(facts, distance_km=(facts.distance_km or 0) / 2)
    if facts.distance_km is not None:
        assert weigh(closer, found, ASKED, weights).score >= before - 1e-9
    served = [dataclasses.replace(one, value=min(1.0, one.value + 0.1)) for one in found]
    assert weigh(facts, served, ASKED, weights).score >= before - 1e-9


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from("ABCD")), st.sampled_from("abcd"))
@QUICK
def test_a_text_that_says_more_never_serves_less(words: dict[str, str], more: str) -> None:
    goal = Goal(1, "", tuple(Concept(word, (Way((word,)),)) for word in "abcd"))
    assert likeness(goal, Text({**words, more: "A"}), {}).value >= likeness(goal, Text(words), {}).value


@pytest.mark.parametrize(
    ("criterion", "facts", "words"),
    [
        (Criterion.NEAR, Facts(distance_km=12.2), "12\u00a0km"),
        (Criterion.NEAR, Facts(distance_km=0.2), "moins de 1\u00a0km"),
        (Criterion.ANSWERS, Facts(answered_percent=90, answer_days=4), "répond en 4\u00a0jours"),
        (Criterion.ANSWERS, Facts(answered_percent=90), "répond à 90\u00a0% des demandes"),
        (Criterion.SEATS, Facts(seats_left=2), "2 places"),
        (Criterion.PRACTICES, Facts(practices=3), "3 bonnes pratiques"),
        (Criterion.QUALIFIED, Facts(qualified_here=True), "reconnu par votre établissement"),
        (Criterion.DATES, Facts(days_open=28), "places à toutes vos dates"),
    ],
)
def test_reasons_in_french(criterion: Criterion, facts: Facts, words: str) -> None:
    """E4: « 12 km », « répond en 4 jours »."""
    with translation.override("fr"):
        assert WORDS[criterion](weigh(facts, [], ASKED, DEFAULTS), facts, ASKED, Said()) == words


@pytest.mark.parametrize(
    ("days_open", "first", "last", "words"),
    [
        (14, (2027, 4, 10), (2027, 4, 23), "places en avril"),
        (20, (2027, 4, 20), (2027, 5, 9), "places : avril – mai"),
        # A gap in between: nothing is said of months in which there may be no seat.
        (10, (2027, 4, 20), (2027, 5, 9), "places sur une partie de vos dates"),
        (400, (2027, 4, 1), (2028, 5, 4), "places : avril 2027 – mai 2028"),
    ],
)
def test_the_days_with_a_seat_are_said_as_they_are(
    days_open: int, first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    """E4: of the days wished, those with a seat; « de avril » is no French."""
    asked = dataclasses.replace(ASKED, days=500)
    facts = Facts(days_open=days_open, first_open=datetime.date(*first), last_open=datetime.date(*last))
    with translation.override("fr"):
        said = WORDS[Criterion.DATES](weigh(facts, [], asked, DEFAULTS), facts, asked, Said())
    assert said.replace("\xa0", " ") == words


def test_objectives_served_are_counted_in_words() -> None:
    """E4: « 3 de vos objectifs »."""
    found = [Likeness(GOAL, 0.9), Likeness(GOAL, 0.5), Likeness(GOAL, 0.4), Likeness(GOAL, 0.1)]
    with translation.override("fr"):
        said = reasons(weigh(Facts(), found, Asked(), DEFAULTS), Facts(), Asked(), Said())
    assert [one.words for one in said] == ["3 de vos objectifs"]


def test_unreadable_weights_have_their_default() -> None:
    kept = {"objectifs": 3, "proximite": 99, "dates": "5", "niveau": True, "inconnu": 1}
    assert read_weights(kept) == {**DEFAULTS, Criterion.GOALS: 3}
