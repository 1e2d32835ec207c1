from practices.models.good_practices import (
    GoodPractice,
    PracticeAttachment,
    PracticePhoto,
    PracticeStep,
    PracticeVersion,
)
from practices.models.library import CommitmentStep, LibraryCommitment, LibraryDocument, LibraryVersion
from practices.models.reference import Audience, CheckItem
from practices.models.search import PracticeEntry

__all__ = [
    "Audience",
    "CheckItem",
    "CommitmentStep",
    "GoodPractice",
    "LibraryCommitment",
    "LibraryDocument",
    "LibraryVersion",
    "PracticeAttachment",
    "PracticeEntry",
    "PracticePhoto",
    "PracticeStep",
    "PracticeVersion",
]
