from internships.models.applications import Application, ApplicationDocument
from internships.models.employments import Employment
from internships.models.objectives import (
    ObjectiveExample,
    ObjectiveNote,
    ObjectiveResult,
    ObjectiveVersion,
    SmartObjective,
)
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
from internships.models.profiles import CvEntry
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
    "CvEntry",
    "Employment",
    "Enrolment",
    "EnrolmentInvitation",
    "Guardian",
    "Interruption",
    "ObjectiveExample",
    "ObjectiveNote",
    "ObjectiveResult",
    "ObjectiveVersion",
    "Placement",
    "PlacementDocument",
    "PlacementKind",
    "PlacementMode",
    "PlacementSettings",
    "PlacementSite",
    "SmartObjective",
    "SpecialDay",
    "Supervisor",
    "TraineeProfile",
    "TrainingOrganisation",
    "WeekSlot",
]
