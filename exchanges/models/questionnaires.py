"""The picture one has of the partner, before and after (B14), and what the immersion brought to each side (B15)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchanges.culture_enums import Happened, Moment, QuestionType, SheetState, Side, Subject
from internships.models.wording import Question, VersionOfQuestions


class ImageVersion(VersionOfQuestions):
    """A version of the questions of a space: a draft until it is put in use, then never changed."""

    space = models.ForeignKey("exchanges.ExchangeSpace", on_delete=models.CASCADE, related_name="image_versions")
    introduction_fr = models.TextField(_("first words, in French"), max_length=600, blank=True)
    introduction_en = models.TextField(_("first words, in English"), max_length=600, blank=True)
    made_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of the questionnaire")
        verbose_name_plural = _("versions of the questionnaire")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["space", "number"], name="image_version_number_once"),
            models.UniqueConstraint(
                fields=["space"], condition=Q(published_at__isnull=True), name="image_version_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space} · {self.number}"


class ImageQuestion(Question):
    """One question about the partner; the same before and after, so that the answers stand side by side."""

    version = models.ForeignKey(ImageVersion, on_delete=models.CASCADE, related_name="questions")
    subject = models.CharField(_("about the partner’s"), max_length=12, choices=Subject.choices)
    type = models.CharField(_("answered by"), max_length=6, choices=QuestionType.choices)

    class Meta:
        verbose_name = _("question about the partner")
        verbose_name_plural = _("questions about the partner")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(type=QuestionType.SCALE) | (~Q(low_fr="") & ~Q(high_fr="")),
                name="image_scale_has_words_for_its_ends",
            ),
        ]


class ImageSheetQuerySet(models.QuerySet["ImageSheet"]):
    def open(self) -> Self:
        return self.filter(state=SheetState.OPEN)

    def sent(self) -> Self:
        return self.filter(state=SheetState.SENT)


class ImageSheet(models.Model):
    """The questionnaire of one side at one moment of an immersion. `answers`: by the question's number, a number from
    1 to 5 or words. It is read by whoever answered; by their team once they share it."""

    request = models.ForeignKey("exchanges.ImmersionRequest", on_delete=models.CASCADE, related_name="images")
    side = models.CharField(_("who answers"), max_length=8, choices=Side.choices)
    moment = models.CharField(_("moment"), max_length=6, choices=Moment.choices)
    version = models.ForeignKey(ImageVersion, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(_("state"), max_length=4, choices=SheetState.choices, default=SheetState.OPEN)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    opened_at = models.DateTimeField(_("opened on"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    sent_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="image_sheets"
    )
    shared_at = models.DateTimeField(_("shared with the team on"), null=True, blank=True)

    objects = ImageSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire on the partner")
        verbose_name_plural = _("questionnaires on the partner")
        ordering = ["request", "side", "-moment"]
        indexes = [models.Index(fields=["state", "moment"], name="image_sheet_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["request", "side", "moment"], name="image_sheet_once"),
            models.CheckConstraint(
                condition=Q(state=SheetState.OPEN) | Q(sent_at__isnull=False), name="image_sheet_sent_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.side} · {self.moment}"

    @property
    def is_sent(self) -> bool:
        return self.state == SheetState.SENT


class EffectReview(models.Model):
    """What one side says came of the effects that the offer expected for it. `expected` is copied: offers change."""

    request = models.ForeignKey("exchanges.ImmersionRequest", on_delete=models.CASCADE, related_name="effects")
    side = models.CharField(_("who says it"), max_length=8, choices=Side.choices)
    expected = models.TextField(_("expected effects"), max_length=2000, blank=True)
    rating = models.PositiveSmallIntegerField(_("how far they came true"), choices=Happened.choices)
    text = models.TextField(_("what happened"), max_length=2000, blank=True)
    person = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("written on"), default=timezone.now)

    class Meta:
        verbose_name = _("review of the effects")
        verbose_name_plural = _("reviews of the effects")
        ordering = ["request", "side"]
        constraints = [
            models.UniqueConstraint(fields=["request", "side"], name="effect_review_once"),
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="effect_rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.side} · {self.rating}"
