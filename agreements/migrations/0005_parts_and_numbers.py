from django.db import migrations, models

SEQUENCES = ("agreements_number", "agreements_certificate_number")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_signing_needs")]
    operations = [
        migrations.AddField(
            model_name="agreementpart",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked on"),
        ),
        migrations.AddField(
            model_name="agreementpart",
            name="edited_from",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        *(migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}") for name in SEQUENCES),
    ]
