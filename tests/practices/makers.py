"""What tests of the network's own pages stand on: texts of the library, innovations, articles, testimonials."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from hosts.models import HostInstitution
from practices.innovation_enums import Agreement, InnovationState
from practices.library_enums import LibraryAudience, LibraryKind
from practices.models import Article, Innovation, LibraryCommitment, LibraryDocument, Testimonial
from practices.network_enums import TestimonialState, Voice
from practices.services import articles, innovation_people, innovations, library
from tests import factories


def editor(role: str = Role.PRACTICE_VALIDATOR, **fields: Any) -> User:
    """Somebody of a network without a territory."""
    return factories.member(factories.organisation(OrganisationKind.NETWORK, **fields), role)


def document(*, actor: User | None = None, published: bool = True, **fields: Any) -> LibraryDocument:
    """A protocol with a text, published unless said otherwise."""
    actor = actor or editor()
    version = {"dated_on": fields.pop("dated_on", datetime.date(2026, 3, 2)), "text": fields.pop("text", "## Objet")}
    values = {
        "kind": LibraryKind.PROTOCOL,
        "title": "Protocole régional",
        "summary": "Ce à quoi chacun s’engage pour les stages.",
        "audience": LibraryAudience.PUBLIC,
        **fields,
    }
    made = library.add(actor=actor, values=values, version=version)
    return library.publish(document_id=made.pk, actor=actor) if published else made


def commitment(made: LibraryDocument, *, actor: User, **fields: Any) -> LibraryCommitment:
    values = {
        "objective": "Offrir plus de terrains de stage",
        "commitment": "Publier deux offres par an et par établissement",
        "who": "Les fédérations d’employeurs",
        "due": timezone.localdate() + datetime.timedelta(days=90),
        **fields,
    }
    return library.save_commitment(document_id=made.pk, actor=actor, values=values)


TOLD = {
    "title": "La porte ouverte du mercredi",
    "summary": "Chaque mercredi, la porte reste ouverte et chacun entre sans rendez-vous.",
    "inspiration": "Une semaine dans une crèche qui fait ainsi.",
    "change": "La porte est ouverte de 14 h à 17 h ; deux personnes accueillent.",
    "way_of_working": "Nous ne remplissons plus de fiche avant d’avoir parlé.",
}
ORDER = ("draft", "declared", "planned", "written", "published")


def innovation(
    author: User | None = None, *, state: str = "draft", by: User | None = None, **fields: Any
) -> Innovation:
    """One that its author tells, brought as far as `state` by a validator of the whole network."""
    author = author or factories.user(birth_date=datetime.date(1990, 5, 4))
    extra = {name: fields.pop(name) for name in ("organisation", "practice", "host", "kind") if name in fields}
    made = innovations.begin(author=author, values={**TOLD, **fields}, **extra)
    reach = ORDER.index(state)
    if reach >= 1:
        innovations.act(innovation_id=made.pk, action="declare", actor=author)
    by = by or (editor() if reach >= 2 else None)
    if by and reach >= 2:
        innovations.plan(
            innovation_id=made.pk, actor=by, at=factories.in_days(7), minutes=45, where="Par téléphone", by=by
        )
    if by and reach >= 3:
        innovations.write_up(innovation_id=made.pk, actor=by, story="## Un mercredi\n\nIl pleut, la porte est ouverte.")
    if by and reach >= 4:
        innovation_people.answer(
            innovation_id=made.pk, actor=author, agreement=Agreement.NAMED, says_adult=author.birth_date is None
        )
        innovations.act(innovation_id=made.pk, action="publish", actor=by)
    made = Innovation.objects.get(pk=made.pk)
    assert made.state == InnovationState(state)
    return made


def article(*, actor: User | None = None, published: bool = True, **fields: Any) -> Article:
    actor = actor or editor()
    values = {
        "title": "Une journée avec les tuteurs",
        "summary": "Quarante tuteurs se sont rencontrés.",
        "body": "Ils ont parlé du **temps** qui manque.",
        "language": "fr",
        "territory": None,
        "photo_words": "",
        "signature": "L’équipe du réseau",
        **fields,
    }
    made = articles.write(actor=actor, values=values)
    return articles.publish(article_id=made.pk, actor=actor) if published else made


def words_about(
    host: HostInstitution, author: User | None = None, *, published: bool = True, **fields: Any
) -> Testimonial:
    """As it stands once written (and read), without what somebody must have lived to write it."""
    values = {
        "words": "On m’a montré, puis laissé faire.",
        "voice": Voice.TRAINEE,
        "territory": host.organisation.territory,
        "state": TestimonialState.PUBLISHED if published else TestimonialState.SUBMITTED,
        "decided_at": timezone.now() if published else None,
        **fields,
    }
    return Testimonial.objects.create(host=host, author=author or factories.user(), **values)
