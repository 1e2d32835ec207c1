from internships.models.applications import Application, ApplicationDocument
from internships.models.budget import BudgetCategory, BudgetLine, BudgetShare
from internships.models.employments import Employment
from internships.models.grants import Grant, GrantApplication, GrantDocument
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
from internships.models.planning import PlanningItem
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
    "BudgetCategory",
    "BudgetLine",
    "BudgetShare",
    "CalendarFeed",
    "Cohort",
    "Commission",
    "Course",
    "CvEntry",
    "Employment",
    "Enrolment",
    "EnrolmentInvitation",
    "Grant",
    "GrantApplication",
    "GrantDocument",
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
    "PlanningItem",
    "SmartObjective",
    "SpecialDay",
    "Supervisor",
    "TraineeProfile",
    "TrainingOrganisation",
    "WeekSlot",
]
