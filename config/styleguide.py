"""What `/styleguide/` shows: every component in its states, in development only. Its own words are not translated."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import mark_safe

from config import drawing, tokens

SECTORS = (
    ("Sanitaire", "heart-pulse"),
    ("Éducatif", "graduation-cap"),
    ("Social", "hand-heart"),
    ("Judiciaire", "scale"),
    ("Médico-social", "accessibility"),
    ("Culturel", "palette"),
    ("Information des jeunes", "signpost"),
    ("Socio-éducatif", "tent-tree"),
    ("Petite enfance", "baby"),
    ("Agriculture", "sprout"),
    ("Artisanat", "hammer"),
    ("Entreprise", "building-2"),
)


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Titre de l’offre", help_text="Une phrase que l’on comprend seule.")
    email = forms.EmailField(label="Adresse e-mail", required=False)
    seats = forms.IntegerField(label="Nombre de places", min_value=1)
    sector = forms.ChoiceField(label="Secteur", choices=[("", "Choisissez"), *((name, name) for name, icon in SECTORS)])
    start = forms.DateField(label="À partir du", widget=forms.DateInput(attrs={"type": "date"}))
    share = forms.ChoiceField(
        label="Part du temps", widget=forms.RadioSelect, choices=[("100", "Temps plein"), ("50", "Mi-temps")]
    )
    access = forms.MultipleChoiceField(
        label="Accès",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("bus", "Transports en commun"), ("meals", "Repas sur place"), ("wheelchair", "Fauteuil roulant")],
    )
    photo = forms.FileField(label="Photo", required=False, help_text="JPEG ou PNG, 5 Mo au plus.")
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    agreed = forms.BooleanField(label="J’ai lu les conditions d’accueil")


def steps() -> list[dict[str, str]]:
    return [
        {"title": "Présenter l’offre", "state": "done", "address": "#stepper"},
        {"title": "Choisir les périodes", "state": "current", "note": "Deux périodes au moins"},
        {"title": "Conditions", "state": ""},
        {"title": "Relire et publier", "state": ""},
    ]


def events() -> list[dict[str, Any]]:
    def before(days: int) -> datetime.datetime:
        return timezone.now() - datetime.timedelta(days=days)

    return [
        {"title": "Fiche déclarée par une stagiaire", "when": before(9), "by": "Alix", "state": "done"},
        {"title": "Relue par le territoire", "when": before(4), "state": "done", "text": "Adresse complétée."},
        {"title": "En attente de la réponse de l’hôte", "when": before(0), "state": "current"},
    ]


def notices() -> list[tuple[str, str]]:
    return [
        ("success", "L’offre est publiée. Elle apparaît dès maintenant dans la recherche."),
        ("info", "La recherche sera relancée chaque lundi."),
        ("warning", "Deux lignes du fichier demandent votre avis avant l’import."),
        ("error", "Le fichier n’a pas pu être lu. Enregistrez-le au format CSV ou XLSX, puis envoyez-le de nouveau."),
    ]


def examples(request: HttpRequest) -> dict[str, Any]:
    """The context of the page. `?message=1` also shows a message as a view leaves it."""
    if request.GET.get("message"):
        messages.success(request, "La fiche est enregistrée.")
    light = tokens.light()
    page = Paginator(range(140), 20).get_page(request.GET.get("page", 2))
    return {
        "form": ExampleForm(),
        "refused": ExampleForm({"email": "camille", "seats": "0", "title": "", "share": "70"}, auto_id="refused_%s"),
        "sectors": [SimpleNamespace(name=name, icon=icon, tint=i) for i, (name, icon) in enumerate(SECTORS)],
        "states": [
            ("En attente de la signature de l’hôte depuis 4 jours", "waiting"),
            ("Publiée jusqu’au 12 juin", "done"),
            ("Refusée : adresse introuvable", "stopped"),
            ("Réponse attendue avant demain", "urgent"),
            ("Brouillon, visible de votre équipe seulement", "draft"),
            ("Archivée", ""),
        ],
        "steps": steps(),
        "events": events(),
        "notices": notices(),
        "page": page,
        "today": timezone.localdate(),
        "first": timezone.localdate().replace(day=1),
        "ago": timezone.localdate() - datetime.timedelta(days=4),
        "landscapes": range(1, 13),
        "drawn": mark_safe(drawing.landscape("42")),
        "meta": [{"icon": "map-pin", "text": "Rennes, 3,4 km"}, {"icon": "users", "text": "2 places"}],
        "swatches": [name for name in light if not name.startswith(("land", "tint")) and light[name].startswith("#")],
    }
