"""Contact persons and photos of a host."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.idempotency import once
from hosts.forms.hosts import ContactForm, PhotoForm
from hosts.services import contacts as contact_service
from hosts.services import photos as photo_service
from hosts.views.people import person
from hosts.views.sheet import frame, sheet_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom to talk to, and one more. Never public."""
    institution = sheet_of(request, slug)
    form = ContactForm(request.POST or None, institution=institution)
    if request.method == "POST" and form.is_valid():
        contact_service.save_contact(institution=institution, actor=person(request), data=form.cleaned_data)
        messages.success(request, _("The contact person is added."))
        return redirect("hosts:contacts", slug=slug)
    people = institution.contacts.select_related("site")
    context = {**frame(institution, "contacts"), "form": form, "contacts": people, "contact": None}
    return render(request, "hosts/host_contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def contact_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    institution = sheet_of(request, slug)
    contact = get_object_or_404(institution.contacts, pk=pk)
    form = ContactForm(request.POST or None, instance=contact, institution=institution)
    if request.method == "POST" and form.is_valid():
        contact_service.save_contact(
            institution=institution,
            actor=person(request),
            data=form.cleaned_data,
            contact=contact,
        )
        messages.success(request, _("Saved."))
        return redirect("hosts:contacts", slug=slug)
    return render(
        request, "hosts/host_contacts.html", {**frame(institution, "contacts"), "form": form, "contact": contact}
    )


@require_POST
@signed_in
def contact_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    institution = sheet_of(request, slug)
    contact = get_object_or_404(institution.contacts, pk=pk)
    contact_service.delete_contact(contact=contact, actor=person(request))
    messages.success(request, _("%(name)s is no longer a contact person.") % {"name": contact.name})
    return redirect("hosts:contacts", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def photos(request: HttpRequest, slug: str) -> HttpResponse:
    """The pictures of the sheet, in order; the first one stands on lists."""
    institution = sheet_of(request, slug)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            photo_service.add_photo(
                institution=institution,
                actor=person(request),
                upload=form.cleaned_data["file"],
                alternative=form.cleaned_data["alternative"],
            )
        except ValidationError as problem:
            form.add_error("file", problem)
        except photo_service.TooManyPhotos as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The photo is added."))
            return redirect("hosts:photos", slug=slug)
    pictures = institution.photos.select_related("file")
    context = {**frame(institution, "photos"), "form": form, "photos": pictures, "most": photo_service.MOST}
    return render(request, "hosts/host_photos.html", context)


@require_POST
@signed_in
def photo_act(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Moves, describes or removes a picture."""
    institution = sheet_of(request, slug)
    photo = get_object_or_404(institution.photos.select_related("institution__organisation"), pk=pk)
    actor = person(request)
    if action in ("avancer", "reculer"):
        photo_service.move_photo(photo=photo, actor=actor, earlier=action == "avancer")
    elif action == "decrire":
        words = request.POST.get("alternative", "").strip()[:200]
        if words:
            photo_service.describe_photo(photo=photo, actor=actor, alternative=words)
            messages.success(request, _("Saved."))
        else:
            messages.error(request, _("Say what the picture shows, for those who cannot see it."))
    elif action == "supprimer":
        photo_service.delete_photo(photo=photo, actor=actor)
        messages.success(request, _("The photo is removed."))
    else:
        raise Http404
    return redirect("hosts:photos", slug=slug)
