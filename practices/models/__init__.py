from practices.models.good_practices import (
    GoodPractice,
    PracticeAttachment,
    PracticePhoto,
    PracticeStep,
    PracticeVersion,
)
from practices.models.reference import Audience, CheckItem
from practices.models.search import PracticeEntry

__all__ = [
    "Audience",
    "CheckItem",
    "GoodPractice",
    "PracticeAttachment",
    "PracticeEntry",
    "PracticePhoto",
    "PracticeStep",
    "PracticeVersion",
]
