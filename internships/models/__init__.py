from internships.models.applications import Application, ApplicationDocument
from internships.models.budget import BudgetCategory, BudgetLine, BudgetShare
from internships.models.decisions import ShareDecision
from internships.models.employments import Employment
from internships.models.evaluations import Answer, Evaluation, SkillRating
from internships.models.grants import Grant, GrantApplication, GrantDocument
from internships.models.grids import Criterion, EvaluationGrid, GridSharing, GridVersion, Skill
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
from internships.models.returns import (
    FollowUp,
    ImpactNote,
    KeyIdea,
    PlacementInnovation,
    PlacementPractice,
    ReturnReport,
)
from internships.models.schools import (
    Cohort,
    Course,
    Enrolment,
    EnrolmentInvitation,
    Guardian,
    TraineeProfile,
    TrainingOrganisation,
)
from internships.models.wishes import TraineeWishes

__all__ = [
    "Answer",
    "Application",
    "ApplicationDocument",
    "BudgetCategory",
    "BudgetLine",
    "BudgetShare",
    "CalendarFeed",
    "Cohort",
    "Commission",
    "Course",
    "Criterion",
    "CvEntry",
    "Employment",
    "Enrolment",
    "EnrolmentInvitation",
    "Evaluation",
    "EvaluationGrid",
    "FollowUp",
    "Grant",
    "GrantApplication",
    "GrantDocument",
    "GridSharing",
    "GridVersion",
    "Guardian",
    "ImpactNote",
    "Interruption",
    "KeyIdea",
    "ObjectiveExample",
    "ObjectiveNote",
    "ObjectiveResult",
    "ObjectiveVersion",
    "Placement",
    "PlacementDocument",
    "PlacementInnovation",
    "PlacementKind",
    "PlacementMode",
    "PlacementPractice",
    "PlacementSettings",
    "PlacementSite",
    "PlanningItem",
    "ReturnReport",
    "ShareDecision",
    "Skill",
    "SkillRating",
    "SmartObjective",
    "SpecialDay",
    "Supervisor",
    "TraineeProfile",
    "TraineeWishes",
    "TrainingOrganisation",
    "WeekSlot",
]
