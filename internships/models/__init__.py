from internships.models.applications import Application, ApplicationDocument
from internships.models.placements import (
    CalendarFeed,
    Commission,
    Interruption,
    Placement,
    PlacementDocument,
    PlacementSite,
    SpecialDay,
    Supervisor,
    WeekSlot,
)
from internships.models.reference import PlacementKind, PlacementMode, PlacementSettings
from internships.models.schools import (
    Cohort,
    Course,
    Enrolment,
    EnrolmentInvitation,
    Guardian,
    TraineeProfile,
    TrainingOrganisation,
)

__all__ = [
    "Application",
    "ApplicationDocument",
    "CalendarFeed",
    "Cohort",
    "Commission",
    "Course",
    "Enrolment",
    "EnrolmentInvitation",
    "Guardian",
    "Interruption",
    "Placement",
    "PlacementDocument",
    "PlacementKind",
    "PlacementMode",
    "PlacementSettings",
    "PlacementSite",
    "SpecialDay",
    "Supervisor",
    "TraineeProfile",
    "TrainingOrganisation",
    "WeekSlot",
]
