"""Capitals of registers made readable (E3), without inventing anything."""

from __future__ import annotations

import pytest

from hosts.readable import readable, street

ACRONYMS = frozenset({"IME", "CMPP", "SESSAD", "MAS"})


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("IME LES TILLEULS DE L'ETANG", "IME Les Tilleuls de l'Étang"),
        ("SESSAD D'ARC-EN-CIEL (APF)", "SESSAD d'Arc-en-Ciel (APF)"),
        ("CMPP - LA ROSERAIE", "CMPP - La Roseraie"),
        ("EXTERNAT MEDICO-EDUCATIF", "Externat Médico-Éducatif"),
        ("FOYER JEAN XXIII", "Foyer Jean XXIII"),
        ("I.M.E. LA ROSERAIE", "I.M.E. La Roseraie"),
        ("HOPITAL DE JOUR STE ANNE", "Hôpital de Jour Sainte Anne"),
        ("CRECHE DU SACRE-COEUR", "Crèche du Sacre-Cœur"),
        ("A VOTRE SERVICE", "À Votre Service"),
        ('CENTRE DE JOUR "LE NID"', 'Centre de Jour "Le Nid"'),
        ("ADAPEI 35  -  IME", "ADAPEI 35 - IME"),
    ],
)
def test_names_in_capitals(shouted: str, said: str) -> None:
    assert readable(shouted, ACRONYMS) == said


@pytest.mark.parametrize("name", ["École les Lucioles", "IME", "iPhone", "", "35", "Le CMPP de l'Ouest", "eBay"])
def test_what_is_not_shouted_stays(name: str) -> None:
    assert readable(name, ACRONYMS) == name


def test_an_accent_that_capital_letters_lose_comes_back_in_small_print_too() -> None:
    assert readable("Ecole primaire privée St Joseph") == "École primaire privée St Joseph"


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("15 AV AUGUSTINE", "15 avenue Augustine"),
        ("110 R DE VILLIERS", "110 rue de Villiers"),
        ("R DE LA POSTE", "Rue de la Poste"),
        ("3 BIS RUE DE L'EGLISE", "3 bis rue de l'Église"),
        ("6 rue PHILIPPE", "6 rue Philippe"),
        ("12 PL DU GAL DE GAULLE", "12 place du Général de Gaulle"),
        ("ZA DES CHAMPS", "ZA des Champs"),
        ("12, rue du Bac", "12, rue du Bac"),
        ("1 rue du Moulin SAINT-OUEN-LA-ROUERIE", "1 rue du Moulin Saint-Ouen-la-Rouerie"),
        ("1 quai DUJARDIN BP 73145", "1 quai Dujardin BP 73145"),
        ("", ""),
    ],
)
def test_streets(shouted: str, said: str) -> None:
    assert street(shouted) == said
