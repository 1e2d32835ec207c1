from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_each_host_its_part")]
    operations = [
        migrations.AddConstraint(
            model_name="agreementpart",
            constraint=models.UniqueConstraint(
                fields=("agreement", "side", "institution"),
                name="agreement_part_once_per_party",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementpart",
            constraint=models.CheckConstraint(
                condition=Q(side="host", institution__isnull=False) | (~Q(side="host") & Q(institution__isnull=True)),
                name="agreement_part_of_a_host_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.UniqueConstraint(
                Lower("email"),
                F("agreement"),
                F("capacity"),
                F("institution"),
                condition=~Q(email="") & ~Q(state="delegated"),
                name="signatory_once_per_capacity",
                nulls_distinct=False,
            ),
        ),
    ]
