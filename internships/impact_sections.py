"""The figures of placements as sections of a page: a chart, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import Territory
from documents import charts
from documents.charts import Bar, Step, number
from internships.enums import Source
from internships.evaluation_enums import EFFECTS, ImpactLevel, Meaning
from internships.selectors.impact import Counted, Impact, Mean

# The four levels (E13) as others read them; trainees read « my team ».
IMPACT_ON = {
    ImpactLevel.WORK: gettext_lazy("Daily work"),
    ImpactLevel.BENEFICIARIES: gettext_lazy("The people supported"),
    ImpactLevel.TEAM: gettext_lazy("The team"),
    ImpactLevel.INSTITUTION: gettext_lazy("The institution"),
}
RATED = {
    Meaning.THINKING: gettext_lazy("Way of thinking"),
    Meaning.SPEAKING: gettext_lazy("Way of speaking"),
    Meaning.WORKING: gettext_lazy("Way of working"),
    Meaning.RELATIONSHIP: gettext_lazy("Relationship between tutor and trainee"),
    Meaning.SATISFACTION: pgettext_lazy("short", "Satisfaction with the placement"),
}
# Those who judge, all together.
BY = {
    Source.TRAINEE: pgettext_lazy("sources", "Trainees"),
    Source.HOST: pgettext_lazy("sources", "Hosts"),
    Source.EMPLOYER: pgettext_lazy("sources", "Employers"),
    Source.SCHOOL: pgettext_lazy("sources", "Schools"),
}
HEADLINES = {
    Source.TRAINEE: gettext_lazy("of the objectives were reached, in the trainees’ eyes (n = %(number)s)"),
    Source.HOST: gettext_lazy("of the objectives were reached, in the hosts’ eyes (n = %(number)s)"),
    Source.EMPLOYER: gettext_lazy("of the objectives were reached, in the employers’ eyes (n = %(number)s)"),
    Source.SCHOOL: gettext_lazy("of the objectives were reached, in the schools’ eyes (n = %(number)s)"),
}
# A chart of more than that is a table.
MOST_BARS = 12
SCALE = 5


@dataclass(frozen=True)
class Chart:
    """A drawing with its heading, where a section has several."""

    drawing: SafeString
    title: str = ""


@dataclass(frozen=True)
class Section:
    """What a figure says, drawn and as a table; `key`: the words of a legend."""

    code: str
    title: str
    text: str
    charts: Sequence[Chart]
    head: Sequence[str | Promise]
    rows: Sequence[Sequence[str]]
    key: bool = False
    wide: bool = False
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Headline:
    """The share of objectives reached in large, and whose word it is."""

    share: str
    words: str


def headline(found: Impact) -> Headline | None:
    """« 87 % des objectifs de stage ont été atteints », by the first source that says so (E21)."""
    if not found.objectives:
        return None
    first = found.objectives[0]
    return Headline(_share(first.share), str(HEADLINES[first.source]) % {"number": number(first.evaluated)})


def of_people(found: Impact) -> list[Section]:
    """What placements changed, for those who were away and around them: sections that have something to say."""
    makers = (_objectives, _effects, _felt, _skills, _levels)
    return [section for make in makers if (section := make(found)) is not None]


def of_places(found: Impact, territories: Iterable[Territory]) -> list[Section]:
    """Practices, hosts and placements by year and by territory."""
    sections = []
    if years := found.by_year():
        sections.append(
            _counted(
                "annees",
                _("Year by year"),
                _(
                    "Practices by the year of their validation, hosts by that of their publication, placements by that "
                    "of their first day."
                ),
                _("Year"),
                years,
                standing=True,
            )
        )
    if places := found.by_territory(territories):
        text = _("A placement counts where its first host is.")
        sections.append(_counted("territoires", _("Territory by territory"), text, _("Territory"), places))
    return sections


def _objectives(found: Impact) -> Section | None:
    rows = found.objectives
    if not rows:
        return None
    about = _("Share of the objectives that were reached, by who says so; the table below says the same.")
    drawn = charts.bars([Bar(BY[row.source], row.share, row.words) for row in rows], most=100, about=about)
    return Section(
        code="objectifs",
        title=_("Objectives reached"),
        text=_("Of the objectives that trainees had set themselves and that were evaluated, those that were reached."),
        charts=[Chart(drawn)],
        head=[_("Who says so"), _("Reached"), _("Evaluated"), _("Share")],
        rows=[[str(BY[row.source]), number(row.reached), number(row.evaluated), _share(row.share)] for row in rows],
    )


def _effects(found: Impact) -> Section | None:
    rows = [row for row in found.ratings if row.meaning in EFFECTS]
    text = _(
        "What the placement changed in the way of thinking, speaking and working, from 1 (not at all) to 5 (deeply)."
    )
    return _rated("effets", _("Thinking, speaking, working"), text, rows)


def _felt(found: Impact) -> Section | None:
    rows = [row for row in found.ratings if row.meaning in (Meaning.RELATIONSHIP, Meaning.SATISFACTION)]
    text = _("How the relationship went and whether the placement met what was expected, from 1 to 5.")
    return _rated("accueil", _("Relationship and satisfaction"), text, rows)


def _rated(code: str, title: str, text: str, rows: list[Mean]) -> Section | None:
    if not rows:
        return None
    drawn = charts.bars(
        [
            Bar(
                f"{RATED[row.meaning]} · {BY[row.source]}",
                row.average,
                _("%(mean)s out of 5") % {"mean": number(row.average, 1)},
            )
            for row in rows
        ],
        most=SCALE,
        about=_("Means from 1 to 5, by who says so; the table below says the same."),
    )
    return Section(
        code=code,
        title=title,
        text=text,
        charts=[Chart(drawn)],
        head=[_("What"), _("Who says so"), _("Mean out of 5"), _("Answers")],
        rows=[
            [str(RATED[row.meaning]), str(BY[row.source]), number(row.average, 1), number(row.number)] for row in rows
        ],
    )


def _skills(found: Impact) -> Section | None:
    if not found.skills:
        return None
    drawn = charts.steps(
        [
            Step(row.skill.name, row.before, row.after, f"{number(row.before, 1)} → {number(row.after, 1)}")
            for row in found.skills
        ],
        least=1,
        most=SCALE,
        about=_("Skills before and after the placement, from 1 to 5; the table below says the same."),
    )
    return Section(
        code="competences",
        title=_("Transversal skills, before and after"),
        text=_("As trainees rate themselves, from 1 (to be discovered) to 5 (so well that others learn from it)."),
        charts=[Chart(drawn)],
        head=[_("Skill"), _("Before"), _("After"), _("Placements")],
        rows=[
            [row.skill.name, number(row.before, 1), number(row.after, 1), number(row.number)] for row in found.skills
        ],
        key=True,
    )


def _levels(found: Impact) -> Section | None:
    rows = found.levels
    if not rows:
        return None
    words = _("%(share)d %%, n = %(number)d")
    drawn = charts.bars(
        [Bar(IMPACT_ON[row.level], row.share, words % {"share": row.share, "number": row.number}) for row in rows],
        most=100,
        about=_("Share of placements with a clear effect on each level; the table below says the same."),
    )
    notes = []
    if found.follow_ups:
        notes.append(
            ngettext(
                "%(number)s answer came one or two years after the placement.",
                "%(number)s answers came one or two years after the placement.",
                found.follow_ups,
            )
            % {"number": number(found.follow_ups)}
        )
    return Section(
        code="niveaux",
        title=_("What it changed around the person"),
        text=_("Placements after which something clearly changed, by the last word of whoever was away."),
        charts=[Chart(drawn)],
        head=[_("On what"), _("Clear effect"), _("Placements"), _("Share")],
        rows=[[str(IMPACT_ON[row.level]), number(row.clear), number(row.number), _share(row.share)] for row in rows],
        notes=notes,
    )


def _counted(
    code: str, title: str, text: str, first: str, rows: Sequence[Counted], *, standing: bool = False
) -> Section:
    names = {"practices": _("Good practices"), "hosts": _("Hosts"), "placements": _("Placements")}
    drawn = []
    for name, heading in names.items():
        values = [Bar(_label(row), getattr(row, name) or 0, _said(getattr(row, name))) for row in rows[:MOST_BARS]]
        if any(bar.value for bar in values):
            about = _("%(what)s, %(title)s; the table below says the same.") % {"what": heading, "title": title.lower()}
            most = max(bar.value for bar in values)
            picture = charts.columns(values, about=about) if standing else charts.bars(values, most=most, about=about)
            drawn.append(Chart(picture, heading))
    few = any(row.placements is None for row in rows)
    return Section(
        code=code,
        title=title,
        text=text,
        charts=drawn,
        head=[first, *names.values()],
        rows=[[_label(row), _said(row.practices), _said(row.hosts), _said(row.placements)] for row in rows],
        wide=True,
        notes=[_("« – »: too few people to be counted by themselves.")] if few else [],
    )


def _label(row: Counted) -> str:
    return row.label or _("Elsewhere")


def _said(value: int | None) -> str:
    return "–" if value is None else number(value)


def _share(value: int) -> str:
    return _("%(share)d %%") % {"share": value}
