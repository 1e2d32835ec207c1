from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0007_amendment_applied"), ("hosts", "0010_resting")]
    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="institution",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="hosts.hostinstitution",
                ),
            )
            for name in ("agreementpart", "signatory")
        ),
        migrations.RemoveConstraint(model_name="agreementpart", name="agreement_part_once_per_side"),
        migrations.RemoveConstraint(model_name="signatory", name="signatory_once_per_capacity"),
    ]
