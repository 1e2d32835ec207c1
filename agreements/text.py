"""From a text with variables to clean HTML. No template engine: what people write can name variables, nothing else.

    {{ hote }}                                   a variable of the closed list
    [[si mineur]] … [[sinon]] … [[fin]]          shown when a condition holds, or when a variable is filled
    ## Heading                                   an article; numbers are given when the document is made

Variables become marks before Markdown is read, and values are put in, escaped, after the HTML was sanitised: a value
can bring neither markup nor variables with it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agreements import variables
from documents import richtext

Snapshot = dict[str, Any]
Draw = Callable[[str], SafeString | None]
EMPTY = "—"

VARIABLE = re.compile(r"\{\{\s*([^{}\n]{0,80}?)\s*\}\}")
CONDITION = re.compile(r"\[\[\s*(?:(si|if)\s+([^\[\]\n]{0,80}?)|(sinon|else)|(fin|end))\s*\]\]", re.IGNORECASE)
ANY_BRACKETS = re.compile(r"\[\[[^\[\]\n]*\]\]|\[\[|\]\]")
# Private characters: no text of ours or of theirs keeps them.
MARK = re.compile("\ue000(\\d+)\ue001")
PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Problem:
    """What is wrong in a text, and on which line."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


def problems(text: str) -> list[Problem]:
    """Everything that would not come out as meant. Empty for a text that can be used."""
    found: list[Problem] = []
    is_open = False
    for number, line in enumerate(text.splitlines(), start=1):
        found += [Problem(number, words) for words in _variables(line)]
        for match in ANY_BRACKETS.finditer(line):
            step, words = _bracket(match.group(), is_open)
            is_open = step if step is not None else is_open
            if words:
                found.append(Problem(number, words))
    if is_open:
        found.append(Problem(len(text.splitlines()), _("A passage [[si …]] is not closed: write [[fin]] after it.")))
    return found


def _variables(line: str) -> list[str]:
    known = list(variables.ALL)
    found = [_unknown(name, known) for name in VARIABLE.findall(line) if name not in variables.ALL]
    rest = VARIABLE.sub("", line)
    if "{{" in rest or "}}" in rest:
        found.append(_("Braces do not close: write variables like {{ stagiaire }}."))
    if "{%" in rest or "%}" in rest or "{#" in rest:
        found.append(_("Instructions such as {% … %} have no place here: only variables and [[si …]] passages."))
    if re.search(r"\]\([^)\n]*\{\{|<[^>\n]*\{\{", line):
        found.append(_("A variable cannot stand in the address of a link."))
    return found


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return _("“%(name)s” is no variable. Did you mean “%(near)s”?") % {"name": name, "near": near[0]}
    return _("“%(name)s” is no variable. The list beside the text shows those there are.") % {"name": name}


def _bracket(words: str, is_open: bool) -> tuple[bool | None, str]:
    """Whether a passage is open after it, and what is wrong with it."""
    match = CONDITION.fullmatch(words)
    if match is None:
        return None, _("“%(words)s” is not understood: write [[si …]], [[sinon]] or [[fin]].") % {"words": words}
    if match[2] is not None:
        if is_open:
            return True, _("A passage [[si …]] cannot hold another one.")
        if match[2] not in variables.CONDITIONS and match[2] not in variables.ALL:
            return True, _unknown(match[2], [*variables.CONDITIONS, *variables.ALL])
        return True, ""
    if not is_open:
        return False, _("“%(words)s” closes nothing: no passage [[si …]] is open.") % {"words": words}
    return not match[4], ""


def names(text: str) -> set[str]:
    """The variables that a text uses."""
    return {name for name in VARIABLE.findall(text) if name in variables.ALL}


def render(text: str, snapshot: Snapshot, *, draw: Draw | None = None, numbered: bool = True) -> SafeString:
    """The text with its values, as clean HTML; unknown names are left out, since `problems` refuses them before.

    `draw` gives the HTML of a variable that is a table; second-level headings become numbered articles.
    """
    marks: list[str] = []

    def mark(match: re.Match[str]) -> str:
        marks.append(match[1])
        return f"\ue000{len(marks) - 1}\ue001"

    chosen = choose(PRIVATE.sub("", text), snapshot)
    html = str(richtext.render(VARIABLE.sub(mark, chosen)))
    values = [variables.ALL.get(name, None) for name in marks]
    html = re.sub("<p>\ue000(\\d+)\ue001</p>", lambda m: _block(values[int(m[1])], snapshot, draw), html)
    html = "".join(
        MARK.sub("", piece)
        if piece.startswith("<")
        else MARK.sub(lambda m: _inline(values[int(m[1])], snapshot), piece)
        for piece in re.split(r"(<[^>]*>)", html)
    )
    return mark_safe(number(html) if numbered else html)


def choose(text: str, snapshot: Snapshot) -> str:
    """Keeps the passages whose condition holds."""
    kept: list[str] = []
    shown, end = True, 0
    for match in CONDITION.finditer(text):
        if shown:
            kept.append(text[end : match.start()])
        end = match.end()
        if match[2] is not None:
            known = match[2] in variables.CONDITIONS or match[2] in variables.ALL
            shown = known and variables.holds(match[2], snapshot)
        elif match[3]:
            shown = not shown
        else:
            shown = True
    if shown:
        kept.append(text[end:])
    return "".join(kept)


def number(html: str) -> str:
    """« Article 1. », « Article 2. »… before each second-level heading."""
    count = 0

    def numbered(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f'<h2><span class="article">Article\u00a0{count}</span> '

    return re.sub(r"<h2>", numbered, html)


def _inline(variable: variables.Variable | None, snapshot: Snapshot) -> str:
    if variable is None:
        return ""
    value = "; ".join(line for line in variable.value(snapshot).splitlines() if line.strip())
    return escape(PRIVATE.sub("", value) or EMPTY)


def _block(variable: variables.Variable | None, snapshot: Snapshot, draw: Draw | None) -> str:
    if variable is None:
        return ""
    if draw and (drawn := draw(variable.name)) is not None:
        return str(conditional_escape(drawn))
    return paragraph(variable.value(snapshot))


def paragraph(words: str) -> str:
    """Escaped lines as a paragraph of their own, or as a list."""
    lines = [PRIVATE.sub("", line.strip()) for line in words.splitlines() if line.strip()]
    if len(lines) > 1:
        items = "".join(f"<li>{escape(line.lstrip('-•* '))}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{escape(lines[0] if lines else EMPTY)}</p>"
