from internships.services.evaluations.filling import Incomplete, reopen, save_screen, send
from internships.services.evaluations.opening import open_due, open_evaluation
from internships.services.evaluations.rating import rate_before

__all__ = ["Incomplete", "open_due", "open_evaluation", "rate_before", "reopen", "save_screen", "send"]
