"""Lists that administrators extend on screen: sectors, occupations, levels, positions, courses, interests, acronyms."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TermQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def in_use(self) -> Self:
        return self.filter(active=True)


class Term(models.Model):
    """An entry of a list shown to people, in French and English."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)
    shipped = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("Fingerprint of the values Escale brought along.")
    )

    objects = TermQuerySet.as_manager()
    # What the list on screen reads beside each entry.
    shown_with: tuple[str, ...] = ()

    class Meta:
        abstract = True
        ordering = ["position", "name_fr"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; French where no English one was given."""
        return self.name_en if get_language() == "en" and self.name_en else self.name_fr

    @property
    def note(self) -> str:
        """What the list on screen says below the name."""
        return ""


class Sector(Term):
    """A field of activity (B4), with the icon and tint that always go with its word."""

    description_fr = models.CharField(_("what it covers, in French"), max_length=300, blank=True)
    description_en = models.CharField(_("what it covers, in English"), max_length=300, blank=True)
    icon = models.CharField(_("icon"), max_length=40, default="building-2", help_text=_("A Lucide icon's name."))
    tint = models.PositiveSmallIntegerField(_("tint"), default=0, help_text=_("0 to 11, from the style sheet."))
    social_field = models.BooleanField(
        _("social field"), default=True, help_text=_("Unticked for neighbouring fields (A19).")
    )

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    @property
    def description(self) -> str:
        return self.description_en if get_language() == "en" and self.description_en else self.description_fr


class Interest(Term):
    """What a pupil likes doing: the first step from interests to occupations to hosts (S3)."""

    icon = models.CharField(_("icon"), max_length=40, default="heart")

    class Meta(Term.Meta):
        verbose_name = _("interest")
        verbose_name_plural = _("interests")


class Occupation(Term):
    """An occupation; `rome` is its code in the official French directory, when it has one."""

    rome = models.CharField(_("ROME code"), max_length=8, blank=True, db_index=True)
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), null=True, blank=True, on_delete=models.PROTECT, related_name="occupations"
    )
    interests = models.ManyToManyField(Interest, verbose_name=_("interests"), blank=True, related_name="occupations")
    synonyms = ArrayField(models.CharField(max_length=120), verbose_name=_("synonyms"), default=list, blank=True)
    summary_fr = models.CharField(_("what one does, in French"), max_length=300, blank=True)
    summary_en = models.CharField(_("what one does, in English"), max_length=300, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")

    @property
    def summary(self) -> str:
        return self.summary_en if get_language() == "en" and self.summary_en else self.summary_fr


class Level(Term):
    """A level of study or situation: 3ème, seconde, lycée, university, working professional (S10: data, not code)."""

    class Meta(Term.Meta):
        verbose_name = _("level")
        verbose_name_plural = _("levels")


class Position(Term):
    """The place a trainee takes in the team, such as observation, care, or technical help (T2)."""

    class Meta(Term.Meta):
        verbose_name = _("place in the team")
        verbose_name_plural = _("places in the team")


class Diploma(Term):
    """A diploma or course that offers are meant for, such as DEASS or BTS SP3S."""

    level = models.ForeignKey(Level, verbose_name=_("level"), on_delete=models.PROTECT, related_name="diplomas")

    class Meta(Term.Meta):
        verbose_name = _("diploma")
        verbose_name_plural = _("diplomas")


class Acronym(models.Model):
    """A short form of the field and what it stands for, so that « IME » finds « institut médico-éducatif »."""

    short = models.CharField(_("acronym"), max_length=12)
    country = models.CharField(_("country"), max_length=2, default="FR")
    expansion = models.CharField(_("what it stands for"), max_length=160)
    active = models.BooleanField(_("in use"), default=True)
    shipped = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("acronym")
        verbose_name_plural = _("acronyms")
        ordering = ["short"]
        constraints = [models.UniqueConstraint(fields=["short", "country"], name="acronym_once_per_country")]

    def __str__(self) -> str:
        return f"{self.short} · {self.expansion}"
