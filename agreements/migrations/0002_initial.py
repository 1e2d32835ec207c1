from django.db import migrations


class Migration(migrations.Migration):
    """Empty: its operations stand in 0001. Databases and backups from before know it by its name."""

    dependencies = [("agreements", "0001_initial")]

    operations: list = []
