"""Skills before, key ideas, impact: what the trainee notes around a placement (E12, E13, E19)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from internships import skill_chart
from internships.enums import Source
from internships.evaluation_enums import Moment
from internships.forms.evaluations import SKILL_WORDS, SkillsBeforeForm
from internships.forms.returns import IdeaForm, ImpactForm
from internships.models import ImpactNote, Skill, SkillRating
from internships.selectors import returns as selectors
from internships.selectors.evaluations import of_placement_all, skill_lines
from internships.services import evaluations, follow_ups, innovations, observed
from internships.services import returns as service
from internships.views.common import person
from internships.views.evaluation_common import not_saved, own, seen


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def skills(request: HttpRequest, pk: int) -> HttpResponse:
    """The skills of a placement: the trainee rates them before; everybody sees before and after as a chart."""
    placement, mine = seen(request, pk)
    is_trainee = placement.person_id == person(request).pk
    known = SkillRating.objects.filter(placement=placement, source=Source.TRAINEE, moment=Moment.BEFORE)
    levels = dict(known.values_list("skill__code", "level"))
    form = SkillsBeforeForm(
        request.POST if request.method == "POST" else None, skills=list(Skill.objects.in_use()), levels=levels
    )
    if request.method == "POST":
        if not is_trainee:
            raise Http404
        if form.is_valid():
            try:
                evaluations.rate_before(placement_id=pk, levels=form.levels, actor=person(request))
            except Refused as problem:
                if request.POST.get("autosave"):
                    return not_saved(request, problem)
                messages.error(request, str(problem))
                return redirect("internships:placement_skills", pk=pk)
            if request.POST.get("autosave"):
                return render(request, "hosts/autosave.html", {"marks": {}, "waiting": False})
            messages.success(request, _("Saved. You rate the same skills again at the end, and see what grew."))
            return redirect("internships:placement_skills", pk=pk)
    lines = skill_lines(placement, selectors.shown_sources(placement, mine))
    evaluated = any(one.is_sent and one.source == Source.TRAINEE for one in of_placement_all(placement))
    context = {
        "placement": placement,
        "form": form if is_trainee and not evaluated else None,
        "skill_words": SKILL_WORDS,
        "lines": lines,
        "chart": skill_chart.draw(lines) if lines else "",
        "rated": bool(levels),
        "has_after": any(line.after is not None or line.others for line in lines),
        "from_memory": placement.start <= timezone.localdate() and not levels,
    }
    return render(request, "internships/returns/skills.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def ideas(request: HttpRequest, pk: int, idea: int | None = None) -> HttpResponse:
    """Key ideas, each with its use at work; one of them may be under change."""
    placement = own(request, pk)
    row = get_object_or_404(placement.key_ideas, pk=idea) if idea else None
    initial = {"idea": row.idea, "use": row.use} if row else {}
    form = IdeaForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            service.save_idea(placement_id=pk, idea_id=idea, actor=person(request), **form.cleaned_data)
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Noted. It stands in your return report."))
        return redirect("internships:key_ideas", pk=pk)
    context = {"placement": placement, "form": form, "ideas": list(placement.key_ideas.all()), "changed": row}
    return render(request, "internships/returns/ideas.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
@once
def idea_remove(request: HttpRequest, pk: int, idea: int) -> HttpResponse:
    placement = own(request, pk)
    service.remove_idea(placement_id=placement.pk, idea_id=idea, actor=person(request))
    messages.success(request, _("Removed."))
    return redirect("internships:key_ideas", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def impact(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed on the four levels, on return (E13); saved as one types."""
    placement = own(request, pk)
    notes = list(ImpactNote.objects.filter(placement=placement, follow_up=None))
    form = ImpactForm(request.POST if request.method == "POST" else None, notes=notes)
    if request.method == "POST" and form.is_valid():
        follow_ups.write_impact(placement=placement, notes=form.notes)
        if request.POST.get("autosave"):
            return render(request, "hosts/autosave.html", {"marks": {}, "waiting": False})
        messages.success(request, _("Noted. It stands in your return report."))
        return redirect(reverse("internships:report", args=[pk]))
    context = {"placement": placement, "form": form}
    return render(request, "internships/returns/impact.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
@once
def practice_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The good practice observed during the stay, filled in with what was noted (E23)."""
    placement = own(request, pk)
    made = observed.begin(placement_id=placement.pk, actor=person(request))
    messages.success(request, _("Your ideas are in the sheet already: reword them for those who were not there."))
    return redirect("practices:sheet", pk=made.pk)


@require_POST
@signed_in
@once
def innovation_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The innovation or progress that the stay inspired, filled in with what was noted (E16)."""
    placement = own(request, pk)
    made = innovations.begin(placement_id=placement.pk, actor=person(request))
    messages.success(request, _("What you noted is in the sheet already: reword it for those who were not there."))
    return redirect("practices:innovation_sheet", pk=made.pk)
