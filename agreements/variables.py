"""The words that texts of agreements may use: a closed list of `{{ variables }}`, each with what it stands for.

Their names are French, as the texts are; one list serves both languages. Most stand for a mention; some are whole
tables, which need a paragraph of their own. Values are text that is never read as Markdown or HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements import mentions, terms
from law import durations

Snapshot = dict[str, Any]
Value = Callable[[Snapshot], str]
NOTHING = ("0", "0.00")


@dataclass(frozen=True)
class Variable:
    """`block` ones are drawn as a list or a table when they stand alone in a paragraph; `mention` names what they
    say of the law's list."""

    name: str
    words: str | Promise
    example: str
    value: Value
    block: bool = False
    mention: str = ""

    @property
    def typed(self) -> str:
        """As it is written in a text."""
        return "{{ " + self.name + " }}"


def day(iso: str) -> str:
    """« 3 mars 2027 »; empty for nothing."""
    return date_format(datetime.date.fromisoformat(iso), "j F Y") if iso else ""


def said(snapshot: Snapshot, code: str) -> list[tuple[str, str]]:
    """What is said under a mention, host by host: (the host's name, its words); one without a name otherwise."""
    rows = [(str(one.get("host", "")), str(one["words"])) for one in snapshot["mentions"] if one["code"] == code]
    return [(host, words) for host, words in rows if words]


def _of_mention(code: str) -> Value:
    def value(snapshot: Snapshot) -> str:
        rows = said(snapshot, code)
        return "\n".join(words if not host else _by(host, "; ".join(words.splitlines())) for host, words in rows)

    return value


def _by(host: str, words: str) -> str:
    return gettext("%(host)s: %(amount)s") % {"host": host, "amount": words}


def _trainee(name: str) -> Value:
    return lambda snapshot: str(snapshot["trainee"][name] or "")


def _sender(name: str) -> Value:
    return lambda snapshot: str((snapshot["sender"] or {}).get(name, ""))


def _hosts(name: str) -> Value:
    def value(snapshot: Snapshot) -> str:
        return ", ".join(dict.fromkeys(str(site[name]) for site in snapshot["sites"] if site[name]))

    return value


def _names(*lists: str) -> Value:
    def value(snapshot: Snapshot) -> str:
        return ", ".join(person_words(one) for name in lists for one in snapshot.get(name, []))

    return value


def person_words(person: dict[str, str]) -> str:
    """« Claire Morin, éducatrice spécialisée »."""
    return ", ".join(filter(None, (person["name"], person["function"])))


def _tutors(snapshot: Snapshot) -> str:
    several = len({site["name"] for site in snapshot["sites"]}) > 1
    found = {
        f"{person_words(one)} ({site['name']})" if several else person_words(one): None
        for site in snapshot["sites"]
        for one in site["tutors"]
    }
    return ", ".join(found)


def _guardians(snapshot: Snapshot) -> str:
    return ", ".join(
        f"{one['name']} ({one['relationship']})" if one["relationship"] else one["name"]
        for one in snapshot["trainee"]["guardians"]
    )


def _dates(snapshot: Snapshot) -> str:
    return gettext("from %(start)s to %(end)s") % {"start": day(snapshot["start"]), "end": day(snapshot["end"])}


def _presence(snapshot: Snapshot) -> str:
    return durations.words(snapshot["presence"]["minutes"])


def _days(snapshot: Snapshot) -> str:
    number = snapshot["presence"]["days"]
    return "" if number is None else str(number)


def _weekly(snapshot: Snapshot) -> str:
    return durations.words(sum(site["weekly_minutes"] for site in snapshot["sites"]))


def _money(name: str) -> Value:
    def value(snapshot: Snapshot) -> str:
        owed = snapshot["stipend"]
        return terms.money(owed[name]) if owed else ""

    return value


def paying_hosts(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The hosts of a placement with several, where one at least pays a stipend: each on its own (A6)."""
    hosts: list[dict[str, Any]] = (snapshot["stipend"] or {}).get("hosts", [])
    return hosts if len(hosts) > 1 and any(one["amount"] not in NOTHING for one in hosts) else []


def _by_host(name: str) -> Value:
    """The amounts of the hosts, one behind the other."""

    def value(snapshot: Snapshot) -> str:
        return ", ".join(_by(one["name"], terms.money(one[name])) for one in paying_hosts(snapshot))

    return value


def _total(snapshot: Snapshot) -> str:
    """The amount; with several hosts, what each of them pays behind it."""
    total, hosts = _money("amount")(snapshot), _by_host("amount")(snapshot)
    return f"{total} ({hosts})" if hosts else total


def _hourly(snapshot: Snapshot) -> str:
    """One rate; with several hosts, that of each of them."""
    return _by_host("hourly")(snapshot) or _money("hourly")(snapshot)


def _stipend(name: str) -> Value:
    return lambda snapshot: str((snapshot["stipend"] or {}).get(name, ""))


def _threshold(snapshot: Snapshot) -> str:
    owed = snapshot["stipend"]
    return durations.words(owed["threshold_minutes"]) if owed else ""


def _interruptions(snapshot: Snapshot) -> str:
    return "\n".join(
        gettext("from %(start)s to %(end)s") % {"start": day(one["start"]), "end": day(one["end"])}
        + (f" ({one['reason']})" if one["reason"] else "")
        for one in snapshot["interruptions"]
    )


def _amendment(name: str) -> Value:
    return lambda snapshot: str((snapshot.get("amendment") or {}).get(name, "") or "")


def _original(snapshot: Snapshot) -> str:
    changed = snapshot.get("amendment")
    return str(changed["original"]["number"]) if changed else ""


def _original_day(snapshot: Snapshot) -> str:
    changed = snapshot.get("amendment")
    return day(changed["original"]["signed_on"]) if changed else ""


def _nothing(snapshot: Snapshot) -> str:
    """Drawn as a table by `agreements.documents`; empty where a sentence is asked for."""
    return ""


V = Variable

PEOPLE = (
    V("stagiaire", _("First name and name of the trainee"), "Alix Martin", _trainee("name")),
    V(
        "stagiaire_naissance",
        _("Date of birth of the trainee"),
        "12 mai 2004",
        lambda snapshot: day(snapshot["trainee"]["birth_date"]),
    ),
    V("stagiaire_adresse", _("Address of the trainee"), "3 rue du Port, 35400 Saint-Malo", _trainee("address")),
    V("stagiaire_telephone", _("Telephone of the trainee"), "06 00 00 00 00", _trainee("telephone")),
    V("representants_legaux", _("Legal representatives"), "Dominique Martin (mère)", _guardians),
    V("envoyeur", _("School or employer"), "Institut du travail social de Rennes", _sender("name")),
    V("envoyeur_adresse", _("Its address"), "2 avenue du Bois, 35000 Rennes", _sender("address")),
    V("envoyeur_numero", _("Its SIRET or company number"), "123 456 789 00012", _sender("number")),
    V("hote", _("Host, or hosts"), "Maison des Tilleuls", _hosts("name")),
    V("hote_adresse", _("Address of the placement"), "4 rue des Lilas, 35000 Rennes", _hosts("address")),
    V("hote_numero", _("SIRET or company number of the host"), "987 654 321 00034", _hosts("number")),
    V("hote_activite", _("What kind of structure the host is"), "Foyer de l’enfance", _hosts("activity")),
    V(
        "tuteur",
        _("Tutor, or tutors, with their function"),
        "Claire Morin, éducatrice spécialisée",
        _tutors,
        mention="tutor",
    ),
    V(
        "referent",
        _("Referent teacher"),
        "Paul Riou, formateur",
        _names("referents"),
        mention="referent",
    ),
    V("coordinateur", _("Coordinator of the sites"), "Anne Le Bihan", _names("coordinators")),
)

PLACEMENT = (
    V("numero", _("Number of the document"), "C-2026-000123", lambda snapshot: str(snapshot["number"])),
    V("date_document", _("Day on which the document was made"), "2 février 2026", lambda s: day(s["drawn_up_on"])),
    V("type_stage", _("Kind of placement"), "Stage d’étudiant", lambda snapshot: str(snapshot["kind"]["name"])),
    V("regime", _("Legal regime"), "Code de l’éducation", lambda s: str(s["kind"]["regime"])),
    V("regime_article", _("Its articles"), "C. éduc., art. L124-1", lambda s: str(s["kind"]["regime_article"])),
    V("mode", _("Mode of placement"), "Un seul lieu", lambda snapshot: str(snapshot["mode"])),
    V("promotion", _("Cohort or class"), "ES 2025-2028", lambda snapshot: str(snapshot["cohort"])),
    V("debut", _("First day"), "2 mars 2026", lambda snapshot: day(snapshot["start"])),
    V("fin", _("Last day"), "29 mai 2026", lambda snapshot: day(snapshot["end"])),
    V("dates", _("From the first to the last day"), "du 2 mars 2026 au 29 mai 2026", _dates, mention="dates"),
    V("duree", _("Total presence, in hours"), "441 h", _presence, mention="presence"),
    V("duree_jours", _("Total presence, in days of the law"), "63", _days),
    V("hebdomadaire", _("Weekly presence"), "35 h", _weekly, mention="weekly"),
    V("quotite", _("Share of full time, in %"), "100", lambda snapshot: str(snapshot["time_share"])),
    V("interruptions", _("Interruptions of the stay"), "du 6 au 10 avril 2026", _interruptions, block=True),
    V("conditions_encadrement", _("Particular conditions of supervision"), "", lambda s: s["supervision_terms"], True),
    V("acquis", _("What was learnt before the placement"), "", lambda s: s["prior_learning"], True),
    V("emploi_du_temps", _("Timetable, as a table"), "", _nothing, block=True),
    V("lieux", _("Sites with their dates, share and tutors, as a table"), "", _nothing, block=True),
)

STIPEND = (
    V("gratification_horaire", _("Stipend per hour"), "4,50 €", _hourly, mention="stipend"),
    V("gratification_total", _("Stipend of the whole stay"), "1 984,50 €", _total),
    V(
        "gratification_hotes",
        _("Stipend of each of several hosts, as a table"),
        "",
        _by_host("amount"),
        block=True,
        mention="stipend",
    ),
    V("gratification_minimum", _("Legal minimum per hour"), "4,50 €", _money("minimum")),
    V("gratification_seuil", _("Presence beyond which it is due"), "308 h", _threshold),
    V("gratification_article", _("Article it comes from"), "C. éduc., art. D124-8", _stipend("article")),
)

# Mention → the name of its variable. All are written by a side of the agreement.
NAMES = {
    "course": "formation",
    "course_hours": "formation_heures",
    "skills": "competences",
    "school_followup": "suivi",
    "social_protection": "protection_sociale",
    "school_insurance": "assurance_etablissement",
    "validation": "validation",
    "school_expectations": "attentes_etablissement",
    "pay_status": "statut",
    "journeys": "trajets",
    "activities": "activites",
    "unusual_hours": "horaires_particuliers",
    "unusual_details": "horaires_precisions",
    "host_supervision": "encadrement",
    "arrival": "arrivee",
    "stipend_payment": "versement",
    "benefits": "avantages",
    "leave": "absences",
    "house_rules": "reglement",
    "host_insurance": "assurance_hote",
    "host_expectations": "attentes_hote",
    "safety": "securite",
    "risk_analysis": "analyse_risques",
    "health_surveillance": "surveillance_sante",
    "emergency_contact": "urgence",
    "trainee_insurance": "assurance_stagiaire",
    "health_fund": "caisse",
    "objectives": "objectifs",
    "employment": "poste",
    "expenses": "frais",
    "employer_insurance": "assurance_employeur",
    "employer_expectations": "attentes_employeur",
}
EXAMPLES = {
    "formation": "Diplôme d’État d’éducateur spécialisé",
    "formation_heures": "525 h",
    "competences": "Établir une relation éducative\nParticiper à l’élaboration du projet personnalisé",
    "suivi": "Une visite à mi-parcours, le jeudi 16 avril 2026",
    "activites": "Accompagner les temps du quotidien\nCo-animer un atelier d’expression",
    "versement": "Par virement, à la fin de chaque mois",
    "horaires_particuliers": "Parfois",
    "assurance_hote": "MAIF, contrat n° 123456",
    "assurance_etablissement": "MAIF, contrat n° 654321",
    "assurance_stagiaire": "Macif, contrat n° 112233",
    "caisse": "CPAM d’Ille-et-Vilaine",
    "urgence": "Dominique Martin, 06 00 00 00 01",
    "arrivee": "À 9 h, 4 rue des Lilas, demander Claire Morin",
}
OF_MENTIONS = tuple(
    V(
        name,
        mentions.ALL[code].label,
        EXAMPLES.get(name, ""),
        _of_mention(code),
        block=mentions.ALL[code].is_long,
        mention=code,
    )
    for code, name in NAMES.items()
)

SPECIAL = (
    V("engagements", _("Clauses of ethics and who accepted them, as a table"), "", _nothing, block=True),
    V("avenant_objet", _("Amendment: what it changes"), "Dates, prolongation", _amendment("kind_label")),
    V("avenant_motif", _("Amendment: why"), "", _amendment("reason"), block=True),
    V("avenant_numero", _("Amendment: its number"), "1", _amendment("number")),
    V("modifications", _("Amendment: what changes, as a table"), "", _nothing, block=True),
    V("convention", _("Amendment: number of the agreement it changes"), "C-2026-000123", _original),
    V("convention_date", _("Amendment: day on which that one was signed"), "2 mars 2026", _original_day),
    V("heures_faites", _("Certificate: hours really done"), "441 h", lambda s: str(s.get("done", ""))),
    V("jours_faits", _("Certificate: days of the law really done"), "63", lambda s: str(s.get("done_days", ""))),
    V("gratification_versee", _("Certificate: stipend paid"), "1 984,50 €", lambda s: terms.money(s.get("paid", ""))),
    V("appreciation", _("Certificate: a word about the stay"), "", lambda s: str(s.get("words", "")), block=True),
    V("fait_par", _("Certificate: who made it, and for whom"), "Claire Morin", lambda s: str(s.get("made_by", ""))),
)

ALL: dict[str, Variable] = {one.name: one for one in (*PEOPLE, *PLACEMENT, *STIPEND, *OF_MENTIONS, *SPECIAL)}


@dataclass(frozen=True)
class Condition:
    """What `[[si …]]` may ask, besides the name of any variable: whether that one is filled."""

    name: str
    words: str | Promise
    holds: Callable[[Snapshot], bool]


CONDITIONS: dict[str, Condition] = {
    one.name: one
    for one in (
        Condition("mineur", _("the trainee is a minor at the start"), lambda s: bool(s["trainee"]["is_minor"])),
        Condition("majeur", _("the trainee is of age at the start"), lambda s: not s["trainee"]["is_minor"]),
        Condition(
            "gratification",
            _("a stipend is paid"),
            lambda s: bool(s["stipend"]) and s["stipend"]["amount"] not in NOTHING,
        ),
        Condition(
            "gratification_unique",
            _("a stipend is paid, and there is one host"),
            lambda s: bool(s["stipend"]) and s["stipend"]["amount"] not in NOTHING and not paying_hosts(s),
        ),
        Condition(
            "gratification_due", _("a stipend is due by law"), lambda s: bool(s["stipend"] and s["stipend"]["due"])
        ),
        Condition("plusieurs_lieux", _("there are several sites"), lambda s: len(s["sites"]) > 1),
        Condition("temps_partiel", _("the placement is part-time"), lambda s: s["time_share"] < 100),
        Condition(
            "employeur", _("an employer sends the person"), lambda s: (s["sender"] or {}).get("kind") == "employer"
        ),
    )
}


def holds(name: str, snapshot: Snapshot) -> bool:
    """Whether a condition holds: one of the list, or that a variable is filled."""
    if name in CONDITIONS:
        return CONDITIONS[name].holds(snapshot)
    if name == "engagements":
        return any(one["code"].split("_")[0] in _CLAUSES for one in snapshot["mentions"])
    return bool(ALL[name].value(snapshot))


_CLAUSES = {code for code, _label, _words in mentions.CLAUSES}
__all__ = ["ALL", "CONDITIONS", "Condition", "Variable", "day", "holds", "paying_hosts", "person_words", "said"]
