from practices.models.articles import Article
from practices.models.good_practices import (
    GoodPractice,
    PracticeAttachment,
    PracticePhoto,
    PracticeStep,
    PracticeVersion,
)
from practices.models.innovations import Innovation, InnovationPerson, InnovationStep
from practices.models.library import CommitmentStep, LibraryCommitment, LibraryDocument, LibraryVersion
from practices.models.reference import Audience, CheckItem
from practices.models.search import PracticeEntry
from practices.models.testimonials import Testimonial

__all__ = [
    "Article",
    "Audience",
    "CheckItem",
    "CommitmentStep",
    "GoodPractice",
    "Innovation",
    "InnovationPerson",
    "InnovationStep",
    "LibraryCommitment",
    "LibraryDocument",
    "LibraryVersion",
    "PracticeAttachment",
    "PracticeEntry",
    "PracticePhoto",
    "PracticeStep",
    "PracticeVersion",
    "Testimonial",
]
