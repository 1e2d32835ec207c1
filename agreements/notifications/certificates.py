"""E-mail about a certificate of placement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse

from agreements.models import Certificate
from messaging.emails import Email


@dataclass(kw_only=True)
class CertificateReady(Email):
    """To the trainee: the certificate can be downloaded."""

    kind: ClassVar[str] = "agreements.certificate_ready"
    template: ClassVar[str] = "agreements/email/certificate_ready"
    number: str
    host: str
    page: str
    certificate: Certificate | None = None

    def button(self) -> str:
        return self.page

    def about(self) -> models.Model | None:
        return self.certificate

    @classmethod
    def sample(cls) -> Self:
        return cls(number="A-2026-000045", host="Maison des Tilleuls", page="/attestations/3/")


def certificate_ready(certificate: Certificate) -> None:
    sites = certificate.snapshot["sites"]
    CertificateReady(
        number=certificate.number,
        host=", ".join(dict.fromkeys(site["name"] for site in sites)),
        page=reverse("agreements:certificate_document", args=[certificate.pk]),
        certificate=certificate,
    ).queue(to=certificate.placement.person, key=f"certificate:{certificate.pk}")
