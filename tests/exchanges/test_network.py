"""New partnerships, links across sectors, pictures that changed: figures and drawing of a space (B15)."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from exchanges import network_chart
from exchanges.culture_enums import Moment, Side
from exchanges.models import EffectReview, ExchangeSpace, ImageSheet, ImmersionRequest
from exchanges.selectors import network
from exchanges.services import questions
from tests import factories
from tests.exchanges import making
from tests.exchanges.receiving import Pair, agreed, scales

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> ExchangeSpace:
    return making.space()


def went(space: ExchangeSpace, days: int = 3, **fields: object) -> Pair:
    pair = Pair(space, **fields)  # type: ignore[arg-type]
    pair.over(days)
    return pair


def test_a_partnership_is_two_structures_whichever_way(space: ExchangeSpace) -> None:
    """B15: there and back is one link, both ways; what has not taken place yet is none."""
    there = went(space)
    went(space, asks=there.hosts, hosts=there.asks)
    Pair(space)
    found, figures = network.read(space)
    (link,) = found.links
    assert {link.one, link.other} == {there.asks, there.hosts}
    assert (link.number, link.both_ways) == (2, True)
    assert (figures.exchanges, figures.partnerships, figures.people) == (2, 1, 2)
    assert len(found.alone) == 2


def test_a_partnership_is_new_in_its_first_year_only(space: ExchangeSpace) -> None:
    """B15: counted by year; a second exchange makes no second partnership."""
    pair = went(space, days=800)
    went(space, asks=pair.asks, hosts=pair.hosts)
    went(space)
    this_year = timezone.localdate().year
    years = network.read(space)[0].years
    last = network.read(space, years[0])[1]
    assert years[-1] < this_year
    assert (last.partnerships, last.new) == (2, 1)
    assert network.read(space, years[-1])[1].new == 1


def test_links_across_sectors_are_counted(space: ExchangeSpace) -> None:
    """B15, B4: crossing sectors is the purpose."""
    one, other = factories.sector(code="sante"), factories.sector(code="culture")
    across = went(space, asks=making.structure(space, sector=one), hosts=making.structure(space, sector=other))
    went(space, asks=across.asks, hosts=making.structure(space, sector=one))
    _found, figures = network.read(space)
    assert (figures.partnerships, figures.crossing, figures.crossing_percent) == (2, 1, 50)


def test_another_space_counts_for_itself(space: ExchangeSpace) -> None:
    """B5, B15: the figures are those of one territory."""
    went(making.space())
    assert network.read(space)[1].exchanges == 0


def sheets(pair: Pair, before: int, after: int) -> None:
    version = questions.in_use(space_id=pair.space.pk)
    for moment, number in ((Moment.BEFORE, before), (Moment.AFTER, after)):
        row = ImageSheet(request=pair.immersion, side=Side.VISITOR, moment=moment, version=version, state="sent")
        row.answers = {str(pk): said for pk, said in scales(row, number).items()}
        row.sent_at = timezone.now()
        row.save()
    EffectReview.objects.create(request=pair.immersion, side=Side.VISITOR, rating=4)


def test_few_answers_are_hidden(space: ExchangeSpace) -> None:
    """B15: four people could be recognised, five are counted: who changed, and from what to what."""
    pair = went(space)
    sheets(pair, 2, 4)
    for number in range(3):
        pair.immersion = agreed(pair, -3, making.professional(pair.asks))
        sheets(pair, 2, 2 if number == 0 else 4)
    figures = network.read(space)[1]
    assert figures.answered == 4
    assert figures.changed is None
    assert not figures.means
    assert not figures.effects
    pair.immersion = agreed(pair, -3, making.professional(pair.asks))
    sheets(pair, 1, 4)
    figures = network.read(space)[1]
    assert (figures.answered, figures.changed, figures.changed_percent) == (5, 4, 80)
    assert {one.number for one in figures.means} == {5}
    assert figures.effects[0].average == 4


def test_people_are_counted_not_sheets(space: ExchangeSpace) -> None:
    """B15: five sheets of one person are one person's, even where they were erased from one of them."""
    pair = went(space)
    version = questions.in_use(space_id=space.pk)
    for one in range(5):
        pair.immersion = agreed(pair, -3 - one, making.professional(pair.asks))
        for moment in Moment:
            row = ImageSheet(request=pair.immersion, side=Side.HOST, moment=moment, version=version, state="sent")
            row.answers, row.sent_at = {str(pk): said for pk, said in scales(row, 3).items()}, timezone.now()
            row.sent_by = pair.writer if one else None
            row.save()
        EffectReview.objects.create(request=pair.immersion, side=Side.HOST, rating=4, person=pair.writer)
    figures = network.read(space)[1]
    assert (figures.answered, figures.changed, figures.means, figures.effects) == (1, None, [], [])


def test_a_year_from_which_few_follow_is_hidden(space: ExchangeSpace) -> None:
    """B15: seven people in all and five of one year would tell what the two others said."""
    pair = went(space)
    last = timezone.localdate().year - 1
    for place in range(7):
        pair.immersion = agreed(pair, -3, making.professional(pair.asks))
        day = datetime.date(last if place < 5 else last - 1, 6, 1)
        ImmersionRequest.objects.filter(pk=pair.immersion.pk).update(first_day=day, last_day=day)
        sheets(pair, 2, 4)
    assert network.read(space)[1].changed == 7
    for year in (last, last - 1):
        figures = network.read(space, year)[1]
        assert (figures.changed, figures.means, figures.effects) == (None, [], [])


def test_few_people_make_a_few_whatever_their_immersions(space: ExchangeSpace) -> None:
    """B15: one who went four times is one; the drawing is as wide for one as for two."""
    pair = went(space)
    for _again in range(3):
        other = went(space, asks=pair.asks, hosts=pair.hosts)
        ImmersionRequest.objects.filter(pk=other.immersion.pk).update(person=pair.visitor)
    found, _figures = network.read(space)
    (link,) = found.links
    assert (link.number, link.people, link.is_few) == (4, 1, True)
    drawing = network_chart.draw(found)
    assert "network__link--few" in drawing
    assert "network__link--4" not in drawing


def test_the_drawing_names_each_structure_and_its_sector(space: ExchangeSpace) -> None:
    """B15: words beside the tints, a line for each link, nothing that a name could inject."""
    sector = factories.sector(code="justice", name_fr="Judiciaire")
    asks = making.structure(space, sector=sector, host__organisation__name="Foyer <b>du</b> Pont")
    pair = went(space, asks=asks)
    drawing = network_chart.draw(network.read(space)[0])
    assert drawing.count("network__dot") == 2 * 2
    assert drawing.count("<path") == 1
    assert "Judiciaire" in drawing
    assert "<b>" not in drawing
    assert str(pair.hosts)[:20] in drawing


def test_the_page_shows_the_table_and_hides_small_numbers(space: ExchangeSpace, client: Client) -> None:
    """B15: by year, with a table that says what the drawing says, and an export; fewer than three are not counted."""
    pair = went(space)
    client.force_login(pair.visitor)
    page = client.get("/vis-ma-vie-pro/reseau/").content.decode()
    assert 'class="network"' in page
    assert page.count(str(pair.hosts)) >= 2
    assert "moins de 3" in page
    assert client.get("/vis-ma-vie-pro/reseau/?annee=1999").status_code == 200
    table = b"".join(client.get("/vis-ma-vie-pro/reseau/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert str(pair.hosts) in table
    assert "moins de 3" in table


def test_the_page_of_an_empty_space_says_what_to_do(space: ExchangeSpace, client: Client) -> None:
    """B15: no link yet."""
    client.force_login(making.professional(making.structure(space)))
    assert "/vis-ma-vie-pro/decouvrir/" in client.get("/vis-ma-vie-pro/reseau/").content.decode()
    assert not ImmersionRequest.objects.exists()
