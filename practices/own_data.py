"""What this app keeps about people: the practices they wrote, and what they decided about those of others."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from practices import privacy_network
from practices.enums import OPEN_STATES
from practices.models import GoodPractice, PracticeStep, PracticeVersion
from practices.services.indexing import reindex

SERVICE = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")
CONSENT = _("Consent, which can be withdrawn (GDPR art. 6.1.a)")
INTEREST = _("Legitimate interest: a safe and traceable service (GDPR art. 6.1.f)")


def _of(user: User) -> Q:
    through = GoodPractice.co_authors.through.objects.filter(user=user)
    return Q(author=user) | Q(pk__in=through.values("goodpractice"))


def export_practices(user: User) -> object:
    return [
        {
            "title": practice.title,
            "role": "author" if practice.author_id == user.pk else "co-author",
            "state": practice.state,
            "begun_on": practice.created_at,
            "validated_on": practice.validated_at,
            "versions": [version.content for version in practice.versions.all()],
        }
        for practice in GoodPractice.objects.filter(_of(user)).prefetch_related("versions")
    ]


@transaction.atomic
def erase_practices(user: User) -> None:
    """Unfinished drafts go; what was shared stays without the person's name, in every version."""
    mine = list(GoodPractice.objects.filter(_of(user)).select_for_update(no_key=True, of=("self",)))
    for practice in mine:
        alone = practice.author_id == user.pk and not practice.co_authors.exclude(pk=user.pk).exists()
        if alone and practice.state in OPEN_STATES and practice.published_id is None:
            practice.delete()
            continue
        practice.co_authors.remove(user)
        wrote = practice.author_id == user.pk
        emptied = ["contact"] if wrote else []
        if wrote:
            practice.author = practice.co_authors.first()
            if practice.author is not None:
                practice.co_authors.remove(practice.author)
            # Names of others stay while one of the authors answers for them.
            emptied += [] if practice.author else ["other_authors"]
        for name in emptied:
            setattr(practice, name, "")
        practice.save()
        for version in practice.versions.all():
            _forget(version, {user.pk, practice.author_id if wrote else None}, emptied)
    reindex([practice.pk for practice in mine if practice.pk])


def _forget(version: PracticeVersion, gone: set[int | None], emptied: list[str]) -> None:
    """`gone`: who was erased, and who stands as the author from now on."""
    people = [pk for pk in version.content["co_authors"] if pk not in gone]
    version.content = {**version.content, "co_authors": people, **dict.fromkeys(emptied, "")}
    version.save(update_fields=["content"])


def export_decisions(user: User) -> object:
    rows = PracticeStep.objects.filter(actor=user).select_related("practice")
    return [
        {"practice": step.practice.title, "action": step.action, "on": step.at, "why": step.comment} for step in rows
    ]


def erase_decisions(user: User) -> None:
    PracticeStep.objects.filter(actor=user).update(actor=None)
    PracticeVersion.objects.filter(made_by=user).update(made_by=None)
    PracticeVersion.objects.filter(validated_by=user).update(validated_by=None)


def register() -> None:
    """Called when the site starts."""
    privacy.register(
        "practices",
        label=_("Good practices"),
        purpose=_("Share what works, say who tells it, and count what each one gave to the network."),
        basis=SERVICE,
        recipients=_("The validators; everybody once it is validated, with the names if the authors wish it"),
        retention=_("As long as the practice; without a name after erasure"),
        export=export_practices,
        erase=erase_practices,
    )
    privacy.register(
        "practice_decisions",
        label=_("What was decided about good practices"),
        purpose=_("Say to authors who decided what, and why."),
        basis=INTEREST,
        recipients=_("The authors and the validators"),
        retention=_("As long as the practice; without a name after erasure"),
        export=export_decisions,
        erase=erase_decisions,
    )
    _network()


def _network() -> None:
    """What the network's own pages keep."""
    privacy.register(
        "library",
        label=_("Texts of the library"),
        purpose=_("Know who put which text in force, and who followed a commitment up."),
        basis=INTEREST,
        recipients=_("Those who keep the library"),
        retention=_("As long as the text; without a name after erasure"),
        export=privacy_network.export_library,
        erase=privacy_network.erase_library,
    )
    _stories()


def _stories() -> None:
    """Innovations, testimonials: what people publish by consent."""
    privacy.register(
        "innovations",
        label=_("Innovations and progress"),
        purpose=_("Tell what people changed at work, interview them, and publish it with those who agree."),
        basis=CONSENT,
        recipients=_("The validators; everybody once it is published, with the names of those who agreed"),
        retention=_("As long as the innovation; without a name once it is taken away, or after erasure"),
        export=privacy_network.export_innovations,
        erase=privacy_network.erase_innovations,
    )
    privacy.register(
        "testimonials",
        label=_("Testimonials"),
        purpose=_("Publish what people say of a placement or of hosting, once a moderator has read it."),
        basis=CONSENT,
        recipients=_("The moderators; everybody once it is published, with a name only if its owner, of age, wants it"),
        retention=_("Until its author withdraws it, or is erased"),
        export=privacy_network.export_testimonials,
        erase=privacy_network.erase_testimonials,
    )
    privacy.register(
        "articles",
        label=_("Articles"),
        purpose=_("Know who wrote which article of the network."),
        basis=INTEREST,
        recipients=_("Those who keep the articles"),
        retention=_("As long as the article; without its writer after erasure"),
        export=privacy_network.export_articles,
        erase=privacy_network.erase_articles,
    )
