from django.db import migrations, models
from django.db.models import Exists, F, OuterRef


def recognise(apps, schema_editor):
    """Whoever said yes to their employer's own letter was recognised by it; whoever named it was not."""
    said_yes = apps.get_model("accounts", "AuditEntry").objects.filter(
        action="employment.agreed", actor=OuterRef("person"), organisation=OuterRef("organisation")
    )
    jobs = apps.get_model("internships", "Employment").objects.filter(Exists(said_yes), agreed_at__isnull=False)
    jobs.update(recognised_at=F("agreed_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_grant_manager"),
        ("internships", "0011_placement_innovations"),
    ]

    operations = [
        migrations.AddField(
            model_name="employment",
            name="recognised_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="recognised by the employer on"
            ),
        ),
        migrations.RunPython(recognise, migrations.RunPython.noop),
    ]
