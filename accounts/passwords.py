"""Refuses the passwords that someone guessing here would try first: our own words, the season, a run of keys."""

from __future__ import annotations

import re
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.text import fold

# What this site is about, in both languages, and what people put around it. No accents, no case.
_TEXT = """
escale stage stages stagiaire stagiaires tuteur tutrice ecole college lycee universite etablissement convention
alternance apprentissage apprenti ecett mecett stagein askoria beprip education educateur educatrice social
sociale formation hote accueil bienvenue soleil bonjour motdepasse secret azerty qwerty password welcome
placement trainee school admin administrateur printemps automne hiver janvier fevrier mars avril juin juillet
aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche france belgique
bretagne rennes paris chocolat doudou loulou marseille toulouse nantes lyon
"""
OWN_WORDS = frozenset(_TEXT.split())
_DIGITS_FOR_LETTERS = str.maketrans("013457@$!", "oieastasi")
_AROUND = str.maketrans("", "", " -_.!?*#@$&+0123456789")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890123456789",
)


class OwnWordsValidator:
    """A password that is little more than one of our words, the person's context, a date or a run of keys is refused.

    Works offline, beside the list of common passwords.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        folded = fold(password)
        words = OWN_WORDS | self._context(user)
        if any(_is_little_more_than(word, text) for word in words for text in (folded, _spelt_out(folded))):
            raise ValidationError(
                _("This password is easy to guess by someone who knows this site. Join several words."),
                code="password_own_words",
            )
        if len(set(folded)) < 5 or _is_run(folded):
            raise ValidationError(
                _("This password repeats itself, or follows the keyboard. Join several words."),
                code="password_run",
            )

    def get_help_text(self) -> str:
        return _("Not just a word of this site, of the calendar or of your school with a number after it.")

    def _context(self, user: User | None) -> frozenset[str]:
        """The names of the person's organisations and schools."""
        if user is None or user.pk is None:
            return frozenset()
        names = [
            *user.memberships.values_list("organisation__name", flat=True),
            *user.schoolings.values_list("school__name", flat=True),
        ]
        words = re.findall(r"[a-z]{5,}", fold(" ".join(names)))
        return frozenset(words)


def _spelt_out(text: str) -> str:
    """With the letters that digits and signs stand for: « ét@blissement » is « etablissement »."""
    return text.translate(_DIGITS_FOR_LETTERS)


def _is_little_more_than(word: str, text: str) -> bool:
    rest = text.replace(word, "", 1).translate(_AROUND)
    return word in text and len(rest) < 5


def _is_run(text: str) -> bool:
    """Whether the text is mostly neighbours on the keyboard or in the alphabet, forwards or backwards."""
    neighbours = 0
    for first, second in pairwise(text):
        if any(first + second in run or second + first in run for run in _RUNS):
            neighbours += 1
    return len(text) > 1 and neighbours >= 0.7 * (len(text) - 1)
