from __future__ import annotations

from typing import Any

from django.db.models import Q

from agreements.models import BulkJob
from documents.models import StoredFile


def may_read(user: Any, file: StoredFile) -> bool:
    """The ZIP and the PDF of a whole cohort: for those who look after the school's trainees, for nobody else."""
    jobs = BulkJob.objects.visible_to(user)
    return jobs.filter(Q(archive=file) | Q(printable=file)).exists()
