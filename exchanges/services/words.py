"""What the list of offers and wishes is searched by: written last in each service, in its transaction (B6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q

from exchanges.models import ImmersionOffer, ImmersionWish, Structure

_PLACE = """
  SELECT concat_ws(' ', st.name, st.city, st.postcode, pl.department_name) FROM hosts_hostsite st
  LEFT JOIN hosts_place pl ON pl.id = st.place_id
  WHERE st.id = coalesce(SITE, (SELECT id FROM hosts_hostsite WHERE institution_id = h.id AND active
    ORDER BY is_main DESC, id LIMIT 1))"""

_OFFERS = """
UPDATE exchanges_immersionoffer o SET vector =
    hosts_vector(o.title, 'A')
    || hosts_vector(concat_ws(' ', g.name, o.observable_posts, h.activity), 'B')
    || hosts_vector(coalesce(s.name_fr || ' ' || s.name_en, ''), 'B')
    || hosts_vector(coalesce((PLACE), ''), 'C')
    || hosts_vector(concat_ws(' ', o.observable_missions, o.contents, o.observer_profile, o.place_details,
      o.conditions, o.effects_structure, o.effects_person), 'D')
FROM exchanges_structure t
  JOIN hosts_hostinstitution h ON h.id = t.institution_id
  JOIN accounts_organisation g ON g.id = h.organisation_id
  LEFT JOIN hosts_sector s ON s.id = h.sector_id
WHERE t.id = o.structure_id AND o.id = ANY(%s)""".replace("PLACE", _PLACE.replace("SITE", "o.site_id"))

_WISHES = """
UPDATE exchanges_immersionwish w SET vector =
    hosts_vector(w.post, 'A')
    || hosts_vector(w.text, 'B')
    || hosts_vector(coalesce((SELECT string_agg(s.name_fr || ' ' || s.name_en, ' ') FROM hosts_sector s
      JOIN exchanges_immersionwish_sectors l ON l.sector_id = s.id WHERE l.immersionwish_id = w.id), ''), 'B')
    || hosts_vector(coalesce((SELECT string_agg(o.name, ' ') FROM exchanges_immersionwish_structures l
      JOIN exchanges_structure x ON x.id = l.structure_id JOIN hosts_hostinstitution i ON i.id = x.institution_id
      JOIN accounts_organisation o ON o.id = i.organisation_id WHERE l.immersionwish_id = w.id), ''), 'B')
    || hosts_vector(g.name, 'C') || hosts_vector(coalesce((PLACE), ''), 'C')
FROM exchanges_structure t
  JOIN hosts_hostinstitution h ON h.id = t.institution_id
  JOIN accounts_organisation g ON g.id = h.organisation_id
WHERE t.id = w.structure_id AND w.id = ANY(%s)""".replace("PLACE", _PLACE.replace("SITE", "NULL::bigint"))


def follow_hosts(institutions: Sequence[int]) -> None:
    """Hosts were renamed, moved, or changed sector: their offers and wishes are found by what they are now."""
    structures = list(Structure.objects.filter(institution__in=institutions).values_list("pk", flat=True))
    if structures:
        index_offers(ImmersionOffer.objects.filter(structure__in=structures).values_list("pk", flat=True))
        concerned = Q(structure__in=structures) | Q(structures__in=structures)
        index_wishes(ImmersionWish.objects.filter(concerned).values_list("pk", flat=True))


def index_offers(numbers: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, [list(numbers)])


def index_wishes(numbers: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WISHES, [list(numbers)])
