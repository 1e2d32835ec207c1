import hashlib
import json

import django.db.models.deletion
from django.db import migrations, models

# As the list brought along had them when places in the team became a list: code, French, English.
POSITIONS = [
    ("observation", "Observation", "Observation"),
    ("support", "Accompagnement éducatif et social", "Educational and social support"),
    ("care", "Soin", "Care"),
    ("technical", "Aide technique", "Technical help"),
    ("administrative", "Aide administrative", "Administrative help"),
    ("project", "Projet", "Project"),
    ("management", "Encadrement", "Management"),
]


def from_words(apps, schema_editor):
    """Offers point to the entry that bears their word. A database without offers gets the list from its loader."""
    Position, Offer = apps.get_model("hosts", "Position"), apps.get_model("hosts", "PlacementOffer")
    if not Offer.objects.exclude(position_code="").exists():
        return
    for order, (code, french, english) in enumerate(POSITIONS):
        values = {"code": code, "name_fr": french, "name_en": english, "position": order}
        # The loader's own fingerprint: it goes on keeping the entries that nobody changes on screen.
        mark = hashlib.sha256(json.dumps({**values, "": []}, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        entry = Position.objects.create(**values, shipped=mark)
        Offer.objects.filter(position_code=code).update(position=entry)
    settle(schema_editor)


def to_words(apps, schema_editor):
    Position, Offer = apps.get_model("hosts", "Position"), apps.get_model("hosts", "PlacementOffer")
    for code, _french, _english in POSITIONS:
        Offer.objects.filter(position__code=code).update(position_code=code)
    Offer.objects.update(position=None)
    Position.objects.all().delete()
    settle(schema_editor)


def settle(schema_editor):
    """Checks what is deferred now: a table with checks to come cannot be altered."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("hosts", "0008_imports")]
    operations = [
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("name_fr", models.CharField(max_length=160, verbose_name="name in French")),
                ("name_en", models.CharField(blank=True, max_length=160, verbose_name="name in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "shipped",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Fingerprint of the values Escale brought along.",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "verbose_name": "place in the team",
                "verbose_name_plural": "places in the team",
                "ordering": ["position", "name_fr"],
                "abstract": False,
            },
        ),
        migrations.RenameField("placementoffer", "position", "position_code"),
        migrations.AddField(
            "placementoffer",
            "position",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="hosts.position",
                verbose_name="place in the team",
            ),
        ),
        migrations.RunPython(from_words, to_words),
        migrations.RemoveField("placementoffer", "position_code"),
    ]
