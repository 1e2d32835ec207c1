"""Pools of people who would like to discover another structure, made up, the same for the same seed."""

from __future__ import annotations

import datetime
import random

from exchanges.rings.pool import Opening, Participant, Pool

FIRST = datetime.date(2027, 1, 4)
WEEK = datetime.timedelta(days=7)
SECTORS = 8


def pool(people: int, *, size: int, seed: int = 1, structures: int = 0, weeks: int = 20) -> Pool:
    """About five people for each structure; one or two sectors wished, one person in six names a structure.

    Each structure offers two to four openings of a week or two, with a seat or two; people are free in two or three
    spells of one to three weeks.
    """
    chance = random.Random(f"{people} {seed}")
    number = structures or max(6, people // 5)
    sectors = {key: chance.randrange(SECTORS) for key in range(1, number + 1)}
    openings = [
        Opening(0, key, *_spell(chance, weeks, 2), seats=chance.choice((1, 1, 2)))
        for key in sectors
        for _nth in range(chance.randint(2, 4))
    ]
    return Pool(
        size=size,
        structures=sectors,
        participants=tuple(_participant(chance, key, sectors, weeks) for key in range(1, people + 1)),
        openings=tuple(
            Opening(key, one.structure, one.start, one.end, one.seats) for key, one in enumerate(openings, start=1)
        ),
    )


def _participant(chance: random.Random, key: int, sectors: dict[int, int], weeks: int) -> Participant:
    structure = chance.choice(list(sectors))
    others = [one for one in range(SECTORS) if one != sectors[structure]]
    named = {chance.choice(list(sectors))} - {structure} if chance.random() < 1 / 6 else set()
    return Participant(
        key=key,
        person=key,
        structure=structure,
        days=chance.choice((2, 2, 3)),
        periods=tuple(_spell(chance, weeks, 3) for _nth in range(chance.randint(2, 3))),
        sectors=frozenset() if named else frozenset(chance.sample(others, chance.randint(1, 2))),
        structures=frozenset(named),
        waiting=chance.randrange(400),
    )


def _spell(chance: random.Random, weeks: int, longest: int) -> tuple[datetime.date, datetime.date]:
    start = FIRST + WEEK * chance.randrange(weeks)
    return start, start + WEEK * chance.randint(1, longest) - datetime.timedelta(days=3)
