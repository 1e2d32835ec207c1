"""Run by a fault: takes a long register in, checked and asked to be imported. Prints the number of the import.

Its argument, two digits, tells one register from another.
"""

from __future__ import annotations

import sys

import django

FINE, TWICE, WRONG = 2000, 3, 2
LINES = FINE + TWICE + WRONG


def build(series: str) -> int:
    from hosts.models import Sector
    from hosts.reference import load_acronyms, load_terms, sectors
    from hosts.services.imports import batches
    from messaging import nudge, outbox
    from tests.hosts import registers

    load_terms(Sector, sectors())
    load_acronyms()
    registers.gazetteer_of_tests()
    rows = [
        registers.finess(
            FINESS_ET=f"{series}{number:07}",
            RAISON_SOCIALE=f"IME DU PORT {series}{number}",
            NUM_SIRET="",
            ADRESSE_COMPLETE=f"{number} RUE DU QUAI",
        )
        for number in range(FINE)
    ]
    rows += rows[:TWICE] + [
        registers.finess(FINESS_ET=f"{series}9{number:06}", RAISON_SOCIALE="") for number in range(WRONG)
    ]
    batch = batches.take(upload=registers.file(registers.table(rows)), organisation=None, actor=None)
    batches.configure(batch_id=batch.pk, actor=None, pairs=batch.mapping, options={})
    outbox.drain()  # the check
    batches.start(batch_id=batch.pk, actor=None, leave_out_errors=True)
    nudge.publish()  # the thread that tells a worker may end with this short process
    return batch.pk


if __name__ == "__main__":
    django.setup()
    print(build(sys.argv[1]))
