from agreements.models.agreements import Agreement, AgreementPart, AgreementVersion, Certificate, part_key
from agreements.models.signing import AgreementRemark, BulkItem, BulkJob, Signatory, Signature
from agreements.models.templates import (
    AgreementTemplate,
    KindMention,
    KindSignatory,
    OrganisationTerms,
    TemplateVersion,
)

__all__ = [
    "Agreement",
    "AgreementPart",
    "AgreementRemark",
    "AgreementTemplate",
    "AgreementVersion",
    "BulkItem",
    "BulkJob",
    "Certificate",
    "KindMention",
    "KindSignatory",
    "OrganisationTerms",
    "Signatory",
    "Signature",
    "TemplateVersion",
    "part_key",
]
