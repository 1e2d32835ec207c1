"""The checks themselves, by regime. No figure stands here: each comes from a dated rule."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hosts.models import HostInstitution
from internships import lawcheck, timetable
from internships.enums import SupervisorCapacity, YoungGround
from internships.lawcases import Case, Finding, Seat, weeks_of
from internships.models import ShareDecision
from internships.selectors import plans
from internships.words import said
from law import durations, stipend
from law.enums import Effect
from law.models import LegalRule
from law.words import money

Week = tuple[int, datetime.date]
# The rule that limits a kind of observation, by the kind's code.
OBSERVATION_DAYS = {"observation-3e": "observation-troisieme-days"}
OBSERVATION_WEEKS = {"observation-seconde": "observation-seconde-weeks"}
# The rule of a decision that counts persons, not a share: that of smaller organisations.
FEW_BY_DECISION = "trainees-small-school"


def longest_presence(case: Case) -> Iterator[Finding]:
    """C. éduc. L124-5: so many hours with one host in a teaching year, all placements of the person added."""
    rule = case.rule("placement-maximum")
    for (host, year), minutes in case.minutes.items():
        if minutes > rule.minutes:
            yield Finding(
                code="placement-maximum",
                effect=rule.effect,
                rule=rule,
                about=f"{host}:{year}",
                sentence=_(
                    "At %(host)s the presence would come to %(hours)s in the teaching year %(year)s; "
                    "the law allows %(most)s with one host."
                )
                % {
                    "host": case.hosts[host],
                    "hours": durations.words(minutes),
                    "year": case.year_words(year),
                    "most": rule.words,
                },
            )


def stipend_due(case: Case) -> Iterator[Finding]:
    """C. éduc. L124-6: beyond the threshold, from the first hour, at the rate of the day of signature."""
    if not case.placement.kind.has_stipend:
        return
    threshold = case.rule("stipend-threshold", case.signed_on)
    for (host, year), minutes in case.minutes.items():
        if minutes <= threshold.minutes:
            continue
        found = stipend.estimate(minutes=minutes, signed_on=case.signed_on, book=case.book)
        yield Finding(
            code="stipend-due",
            effect=found.threshold.effect,
            rule=found.threshold,
            also=found.rule,
            about=f"{host}:{year}",
            sentence=_(
                "%(host)s owes a stipend from the first hour: %(hours)s exceed %(threshold)s. "
                "At %(hourly)s per hour at least, that is %(amount)s."
            )
            % {
                "host": case.hosts[host],
                "hours": durations.words(minutes),
                "threshold": found.threshold.words,
                "hourly": money(found.hourly),
                "amount": money(found.amount),
            },
        )


def waiting_time(case: Case) -> Iterator[Finding]:
    """C. éduc. L124-11: a third of the previous stay passes on the post, unless its trainee ended it early.

    A post is an offer; where a period has several seats, as many posts, and one that is free suffices.
    """
    for site in case.sites:
        if site.period is None:
            continue
        rule = case.rule("waiting-share", site.start)
        before = [
            seat
            for seat in case.seats
            if seat.offer == site.period.offer_id and seat.start <= site.start and seat.placement != case.placement.pk
        ]
        held = [free for seat in before if (free := _free_on(seat, rule.number)) > site.start]
        if len(held) >= site.period.capacity:
            until = sorted(held)[len(held) - site.period.capacity]
            yield Finding(
                code="waiting-share",
                effect=rule.effect,
                rule=rule,
                about=str(site.pk),
                sentence=_(
                    "At %(host)s another trainee held this post shortly before: "
                    "a new placement may begin there from %(day)s on."
                )
                % {"host": site.institution, "day": said(until)},
            )


def _free_on(seat: Seat, part: int) -> datetime.date:
    """The first day on which the post is free again after that stay."""
    free = seat.end + timetable.ONE_DAY
    if seat.left_early:
        return free
    length = (seat.end - seat.start).days + 1
    return free + datetime.timedelta(days=math.ceil(length / part))


def trainees_per_tutor(case: Case) -> Iterator[Finding]:
    """C. éduc. R124-13."""
    yield from _too_many(case, SupervisorCapacity.TUTOR, "trainees-per-tutor")


def trainees_per_referent(case: Case) -> Iterator[Finding]:
    """C. éduc. D124-3."""
    yield from _too_many(case, SupervisorCapacity.REFERENT_TEACHER, "trainees-per-referent")


def _too_many(case: Case, capacity: SupervisorCapacity, key: str) -> Iterator[Finding]:
    rule = case.rule(key)
    for charge in case.charges[capacity]:
        count, day = charge.most()
        if count > rule.number:
            yield Finding(
                code=key,
                effect=rule.effect,
                rule=rule,
                about=str(charge.supervisor.pk),
                sentence=_(
                    "%(name)s would accompany %(count)d trainees at the same time from %(day)s on; "
                    "the law allows %(most)d. Choose somebody else."
                )
                % {"name": charge.supervisor.name, "count": count, "day": said(day), "most": rule.number},
            )


def trainees_per_week(case: Case) -> Iterator[Finding]:
    """C. éduc. R124-10: in each calendar week, a fixed number in small organisations, otherwise a share of staff; by
    decision more for vocational placements of secondary level (R124-11)."""
    for pk, host in case.hosts.items():
        weeks = _weeks(case, pk)
        if host.staff_number is None:
            yield from _unknown_staff(case, pk, weeks)
            continue
        beyond = [monday for count, monday in weeks if _over(case, host, (count, monday)) > 0]
        decisions = case.share_decisions(pk) if beyond else []
        used = next(((one, monday) for one in decisions for monday in beyond if one.holds(monday)), None)
        if used:
            yield _by_decision(used[0], _raising(case, host.staff_number, used[1]), host)
        fullest, monday = max(weeks, key=lambda week: (_over(case, host, week, decisions), -week[1].toordinal()))
        if _over(case, host, (fullest, monday), decisions) > 0:
            most, rule = _most(case, host.staff_number, monday, decisions)
            yield Finding(
                code=rule.topic.key,
                effect=rule.effect,
                rule=rule,
                about=str(pk),
                sentence=_(
                    "%(host)s would host %(count)d trainees in the week of %(monday)s; "
                    "with a staff of %(staff)d the law allows %(most)d."
                )
                % {"host": host, "count": fullest, "monday": said(monday), "staff": host.staff_number, "most": most},
            )


def _unknown_staff(case: Case, pk: int, weeks: list[Week]) -> Iterator[Finding]:
    fullest, monday = max(weeks, key=lambda one: (one[0], -one[1].toordinal()))
    if fullest > case.rule("trainees-small", monday).number:
        words = _("%(host)s has not stated its staff: whether it may host %(count)d trainees is not known.")
        yield Finding(
            code="trainees-unknown",
            effect=Effect.INFORM,
            rule=case.rule("trainees-share-from", monday),
            about=str(pk),
            sentence=words % {"host": case.hosts[pk], "count": fullest},
        )


def _most(case: Case, staff: int, monday: datetime.date, decisions: Sequence[ShareDecision]) -> tuple[int, LegalRule]:
    """How many trainees the host may have in that week, by which rule."""
    small, share = case.rule("trainees-small", monday), case.rule("trainees-share", monday)
    rule = small if staff < case.rule("trainees-share-from", monday).number else share
    most = small.number if rule is small else -(-staff * share.number // 100)
    raised = (_raised(one, _raising(case, staff, monday), staff) for one in decisions if one.holds(monday))
    return max([most, *raised]), rule


def _raising(case: Case, staff: int, on: datetime.date) -> LegalRule:
    """C. éduc. R124-11: what a decision raises the number to, a fixed one in smaller organisations or a share."""
    small = staff < case.rule("trainees-share-school-from", on).number
    return case.rule(FEW_BY_DECISION if small else "trainees-share-school", on)


def _raised(decision: ShareDecision, rule: LegalRule, staff: int) -> int:
    return rule.number if rule.topic.key == FEW_BY_DECISION else -(-staff * decision.share // 100)


def _over(case: Case, host: HostInstitution, week: Week, decisions: Sequence[ShareDecision] = ()) -> int:
    count, monday = week
    return count - _most(case, host.staff_number or 0, monday, decisions)[0]


def _by_decision(decision: ShareDecision, rule: LegalRule, host: object) -> Finding:
    """C. éduc. R124-11: what lets the host take more."""
    words = _("By decision (%(authority)s, %(reference)s), %(host)s may have trainees up to %(share)d %% of its staff.")
    if rule.topic.key == FEW_BY_DECISION:
        words = _("By decision (%(authority)s, %(reference)s), %(host)s may have up to %(most)d trainees in one week.")
    said = {"authority": decision.authority, "reference": decision.reference, "host": host}
    said |= {"share": decision.share, "most": rule.number}
    return Finding(
        code=rule.topic.key,
        effect=Effect.INFORM,
        rule=rule,
        about=str(decision.institution_id),
        sentence=words % said,
    )


def _weeks(case: Case, host: int) -> list[Week]:
    """How many trainees there are at the host in each week of this placement, and its Monday."""
    counts = []
    for site in case.sites:
        if site.institution_id != host:
            continue
        for monday, sunday in weeks_of(site.start, site.end):
            seats = {
                seat.placement
                for seat in case.seats
                if seat.institution == host and seat.start <= sunday and seat.end >= monday
            }
            counts.append((len(seats | {case.placement.pk}), monday))
    return counts


def observation_length(case: Case) -> Iterator[Finding]:
    """C. éduc. D332-14 and the decree of 29 November 2023."""
    code = case.placement.kind.code
    if key := OBSERVATION_DAYS.get(code):
        rule, days = case.rule(key), _days_there(case)
        if days > rule.number:
            words = ngettext("It lasts %(count)d day.", "It lasts %(count)d days.", days) % {"count": days}
            yield _length(key, rule.effect, f"{words} {rule.explanation}", case)
    if key := OBSERVATION_WEEKS.get(code):
        rule = case.rule(key)
        weeks = len(weeks_of(case.placement.start, case.placement.end))
        if weeks > rule.number:
            words = ngettext("It lasts %(count)d week.", "It lasts %(count)d weeks.", weeks) % {"count": weeks}
            yield _length(key, rule.effect, f"{words} {rule.explanation}", case)


def _length(key: str, effect: str, sentence: str, case: Case) -> Finding:
    return Finding(code=key, effect=effect, sentence=sentence, rule=case.rule(key))


def _days_there(case: Case) -> int:
    """Days of presence by the timetable; before there is one, the days from Monday to Friday."""
    present = plans.presence(case.placement).days
    if present:
        return present
    days = (
        start + datetime.timedelta(days=n) for start, end in case.placement.days for n in range((end - start).days + 1)
    )
    return sum(day.isoweekday() <= 5 for day in days)


def observation_age(case: Case) -> Iterator[Finding]:
    """C. trav. L4153-1, L4153-5: the age on the first day decides; a public body or the family's business may."""
    born = case.placement.person.birth_date
    if born is None or case.placement.young_ground != YoungGround.NONE:
        return
    rule, first = case.rule("observation-age"), case.placement.start
    age = first.year - born.year - ((first.month, first.day) < (born.month, born.day))
    if age < rule.number:
        words = _(
            "The pupil is under %(age)d on the first day. The school says on what ground this host may take them."
        )
        yield Finding(code="observation-age", effect=rule.effect, rule=rule, sentence=words % {"age": rule.number})


def observation_tasks(case: Case) -> Iterator[Finding]:
    rule = case.rule("observation-tasks")
    yield Finding(code="observation-tasks", effect=Effect.INFORM, rule=rule, sentence=rule.explanation)


def belgian_duties(case: Case) -> Iterator[Finding]:
    """Code du bien-être X.4, observation excluded; attested hours."""
    keys = ["attested-hours"] if case.placement.kind.is_observation else ["risk-analysis", "attested-hours"]
    for key in keys:
        rule = case.rule(key)
        yield Finding(code=key, effect=rule.effect, rule=rule, sentence=rule.explanation)


def register() -> None:
    """Called when the site starts. What concerns minors finds its place with regime EVERYONE."""
    students = (
        longest_presence,
        stipend_due,
        waiting_time,
        trainees_per_tutor,
        trainees_per_referent,
        trainees_per_week,
    )
    for check in students:
        lawcheck.register(check, regime="student-placement")
    for check in (observation_length, observation_age, observation_tasks):
        lawcheck.register(check, regime="pupil-observation")
    lawcheck.register(belgian_duties, regime="trainees")
