"""Moderated testimonials (T14) and short articles (S12)."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.workspace import Workspace
from hosts.selectors.search.kept import forget_everything
from messaging.models import EmailDelivery
from practices import experiences, models, network_enums, privacy_network, todos_network
from practices.network_enums import Voice
from practices.services import articles, testimonials
from tests import factories
from tests.matrix import sign_in
from tests.practices import makers

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
WORDS = "On m’a montré, puis laissé faire."


def sent(kind: str) -> list[str]:
    return sorted(EmailDelivery.objects.filter(kind=f"practices.{kind}").values_list("to", flat=True))


def test_only_who_lived_it_speaks_of_it() -> None:
    """T14: the trainee, whoever accompanied, the host's team; not before the first day, nor of another host."""
    host = factories.host()
    manager = factories.member(host.organisation)
    trainee, later = factories.user(is_trainee=True), factories.user(is_trainee=True)
    day = TODAY() - datetime.timedelta(days=9)
    factories.placement(trainee, host, start=day, end=day + datetime.timedelta(days=4))
    factories.placement(later, host)
    assert [one.voice for one in experiences.of(trainee)] == [Voice.TRAINEE]
    assert [one.voice for one in experiences.of(manager)] == [Voice.HOST]
    assert not experiences.of(later)
    answer = sign_in(trainee).post(
        reverse("practices:testimonial_write"), {"about": f"trainee:{host.pk}", "words": WORDS, "consent": "on"}
    )
    assert answer.status_code == 302
    row = models.Testimonial.objects.get()
    assert (row.host, row.shown_name, row.state) == (host, "", network_enums.TestimonialState.SUBMITTED)
    with pytest.raises(Refused):
        testimonials.write(author=later, about=f"trainee:{host.pk}", words=WORDS, consent=True)
    with pytest.raises(Refused):
        testimonials.write(author=trainee, about=f"trainee:{host.pk}", words=WORDS, consent=False)


def test_read_by_a_moderator_before_anybody_else(client: Client) -> None:
    """T14: waits, is published on the list, the host's page and the home page; or not, with the reason."""
    host = factories.host(organisation__territory=factories.territory())
    author, moderator = factories.user(), makers.editor()
    elsewhere = makers.editor(territory=factories.territory())
    shown = makers.words_about(host, author, published=False, words="Une semaine qui compte.")
    other = makers.words_about(host, author, published=False, words="Un mot de trop.")
    desk, queue = sign_in(moderator), reverse("practices:testimonial_queue")
    places = (reverse("practices:testimonials"), reverse("hosts:detail", args=[host.slug]), "/")
    assert not any("Une semaine qui compte" in client.get(address).content.decode() for address in places)
    assert [todo.count for todo in todos_network.for_editors(Workspace(moderator))] == [2]
    assert not list(todos_network.for_editors(Workspace(elsewhere)))
    assert desk.post(queue, {"testimonial": shown.pk, "action": "publish"}).status_code == 302
    assert desk.post(queue, {"testimonial": other.pk, "action": "refuse", "reason": ""}).status_code == 422
    refused = desk.post(queue, {"testimonial": other.pk, "action": "refuse", "reason": "Quelqu’un est nommé."})
    assert refused.status_code == 302
    forget_everything()
    for address in places:
        body = client.get(address).content.decode()
        assert "Une semaine qui compte" in body
        assert "Un mot de trop" not in body
        assert author.last_name not in body
    assert sent("testimonial_published") == sent("testimonial_refused") == [author.email]
    with pytest.raises(Refused):
        testimonials.decide(testimonial_id=other.pk, actor=elsewhere, publish=True)


def test_no_name_of_a_minor_stands_in_public() -> None:
    """T14, S5: below eighteen never; of unknown age only who says to be of age; nobody moderates their own words."""
    host = factories.host()
    day = TODAY() - datetime.timedelta(days=9)
    young = factories.user(is_trainee=True, birth_date=TODAY() - datetime.timedelta(days=365 * 15))
    unknown = factories.user(is_trainee=True)
    for person in (young, unknown):
        factories.placement(person, host, start=day, end=day + datetime.timedelta(days=4))
        with pytest.raises(Refused):
            testimonials.write(author=person, about=f"trainee:{host.pk}", words=WORDS, name="Zoé", consent=True)
    made = testimonials.write(author=young, about=f"trainee:{host.pk}", words=WORDS, consent=True)
    assert made.voice == Voice.PUPIL
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Testimonial.objects.filter(pk=made.pk).update(shown_name="Zoé")
    form = sign_in(young).get(reverse("practices:testimonial_write")).content.decode()
    assert 'name="naming"' not in form
    said = {"about": f"trainee:{host.pk}", "words": WORDS, "naming": "first", "consent": "on", "adult": "on"}
    assert sign_in(unknown).post(reverse("practices:testimonial_write"), said).status_code == 302
    assert models.Testimonial.objects.get(author=unknown).shown_name == unknown.first_name


def test_its_author_takes_it_back_at_any_time(client: Client) -> None:
    """T14: withdrawn without a reason, gone from the pages; erased with the account."""
    host, author = factories.host(), factories.user()
    made = makers.words_about(host, author, shown_name="Zoé")
    other = sign_in(factories.user())
    address = reverse("practices:testimonial_withdraw", args=[made.pk])
    assert other.post(address).status_code == 404
    assert sign_in(author).post(address).status_code == 302
    assert WORDS not in client.get(reverse("practices:testimonials")).content.decode()
    made.refresh_from_db()
    assert (made.words, made.shown_name) == ("", "")
    assert "blockquote" not in sign_in(author).get(reverse("practices:my_testimonials")).content.decode()
    with pytest.raises(Refused):
        testimonials.decide(testimonial_id=made.pk, actor=makers.editor(), publish=True)
    assert privacy_network.export_testimonials(author)
    privacy_network.erase_testimonials(author)
    assert not models.Testimonial.objects.filter(pk=made.pk).exists()


def test_articles_are_written_published_and_withdrawn(client: Client) -> None:
    """S12: by the network's people; sanitised; a draft is nobody else's; withdrawn with a reason."""
    writer = makers.editor()
    desk = sign_in(writer)
    values = {
        "title": "Des figures qui parlent",
        "summary": "Ce que les stages ont changé.",
        "body": "**Douze** équipes.\n\n<script>alert(1)</script>",
        "language": "fr",
        "territory": "",
        "signature": "Le réseau",
    }
    assert desk.post(reverse("practices:article_new"), values).status_code == 302
    made = models.Article.objects.get()
    assert client.get(made.get_absolute_url()).status_code == 404
    assert desk.post(reverse("practices:article_act", args=[made.slug, "publier"])).status_code == 302
    body = client.get(made.get_absolute_url()).content.decode()
    assert "<strong>Douze</strong>" in body
    assert "<script>alert" not in body
    assert made.title in client.get(reverse("practices:articles"), {"q": "figures"}).content.decode()
    withdraw = reverse("practices:article_act", args=[made.slug, "retirer"])
    assert desk.post(withdraw, {"reason": ""}).status_code == 422
    assert desk.post(withdraw, {"reason": "Une figure était fausse."}).status_code == 302
    assert client.get(made.get_absolute_url()).status_code == 404


def test_articles_of_a_territory_are_its_editors() -> None:
    """S12, S11: an editor of a territory writes for it, and touches nobody else's."""
    here = factories.territory()
    local = makers.editor(territory=here)
    foreign = makers.article()
    with pytest.raises(Refused):
        makers.article(actor=local)
    assert makers.article(actor=local, territory=here).territory == here
    with pytest.raises(Refused):
        articles.withdraw(article_id=foreign.pk, actor=local, reason="Non.")
    assert sign_in(local).get(reverse("practices:article_edit", args=[foreign.slug])).status_code == 404


def test_an_erased_writer_signs_no_more() -> None:
    """S12: their name goes from the signature, which their export held; that of a team stays."""
    writer = makers.editor()
    named = makers.article(actor=writer, signature=f"Par {writer.get_full_name()}, tutrice")
    team = makers.article(actor=writer, signature="L’équipe du réseau")
    assert named.signature in str(privacy_network.export_articles(writer))
    privacy_network.erase_articles(writer)
    assert not models.Article.objects.get(pk=named.pk).signature
    assert models.Article.objects.get(pk=team.pk).signature == team.signature
