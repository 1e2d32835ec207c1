"""The statements that copy hosts and offers into the search index; `hosts.services.indexing` runs them.

Parameters: institutions, offers (or NULL for all of those hosts), today, now, scored and scores (two arrays),
neutral.
"""

# What an offer's row and a site's own row share: the host, the site, where it is, how one gets there.
_SITE = """
  host AS (
    SELECT i.id, i.slug, i.sector_id, i.activity, i.created_at, o.name, o.territory_id,
      coalesce((
        SELECT array_agg(io.occupation_id ORDER BY io.occupation_id)
        FROM hosts_hostinstitution_occupations io WHERE io.hostinstitution_id = i.id), '{}') AS occupations,
      coalesce((
        SELECT score FROM unnest(%(scored)s::bigint[], %(scores)s::int[]) AS s (host, score) WHERE host = i.id
      ), %(neutral)s) AS reply_score,
      hosts_vector(o.name, 'A')
        || hosts_vector(o.legal_name, 'B') || hosts_vector(i.activity, 'B')
        || hosts_vector(coalesce(t.name_fr || ' ' || t.name_en, ''), 'B')
        || hosts_vector(i.public_served, 'C')
        || hosts_vector(i.presentation, 'D') AS vector
    FROM hosts_hostinstitution i
    JOIN accounts_organisation o ON o.id = i.organisation_id
    LEFT JOIN hosts_sector t ON t.id = i.sector_id
    WHERE i.id = ANY(%(institutions)s) AND i.state = 'published'
  ),
  located AS (
    SELECT s.id, s.institution_id, s.name, s.is_main, s.country, coalesce(nullif(s.city, ''), p.name, '') AS city,
      coalesce(s.latitude, p.latitude) AS latitude, coalesce(s.longitude, p.longitude) AS longitude,
      s.approximate OR s.latitude IS NULL AS approximate,
      s.public_transport = 'yes' AS public_transport, s.meals = 'yes' AS meals,
      s.wheelchair = 'yes' AS wheelchair, s.lodging = 'yes' AS lodging,
      (SELECT t.id FROM accounts_territory t
       WHERE t.country = s.country AND p.department = ANY(t.departments) ORDER BY t.id LIMIT 1) AS territory_id,
      hosts_vector(s.name, 'A')
        || hosts_vector(concat_ws(' ', s.city, s.postcode, p.name, p.department_name), 'C') AS vector
    FROM hosts_hostsite s
    LEFT JOIN hosts_place p ON p.id = s.place_id
    WHERE s.institution_id = ANY(%(institutions)s) AND s.active
  )"""

_POINT = """CASE WHEN latitude BETWEEN -85 AND 85 AND longitude IS NOT NULL
    THEN point(longitude * 111319.49079327358, 6378137 * ln(tan(radians(45 + latitude / 2)))) END"""

_COLUMNS = (
    "institution_id",
    "site_id",
    "offer_id",
    "slug",
    "title",
    "host_name",
    "site_name",
    "activity",
    "city",
    "country",
    "sector_id",
    "territory_id",
    "occupations",
    "levels",
    "position",
    "time_share",
    "open_days",
    "first_day",
    "last_day",
    "seats_left",
    "visible_from",
    "visible_until",
    "latitude",
    "longitude",
    "approximate",
    "public_transport",
    "meals",
    "wheelchair",
    "lodging",
    "reply_score",
    "published_at",
    "vector",
)


def _write(with_: str, select: str, conflict: str) -> str:
    """An upsert of `select`, whose columns are `_COLUMNS` in order; `since` keeps the day a result first appeared."""
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    kept = ", ".join(
        f'"{name}" = EXCLUDED."{name}"' for name in (*_COLUMNS, "point") if name not in ("site_id", "offer_id")
    )
    return f"""
WITH {with_}, entry ({columns}) AS ({select})
INSERT INTO hosts_searchentry ({columns}, point, since)
SELECT {columns}, {_POINT}, %(now)s FROM entry
ON CONFLICT {conflict} DO UPDATE SET {kept}"""


_OFFERS = """
  seats AS (
    SELECT f.offer_id, min(f.start) AS first_day, max(f."end") AS last_day, sum(f.capacity - f.taken) AS seats_left,
      range_agg(daterange(f.start, f."end", '[]')) AS open_days
    FROM hosts_offerperiod f
    JOIN hosts_placementoffer o ON o.id = f.offer_id
    WHERE o.institution_id = ANY(%(institutions)s) AND o.state = 'published'
      AND f.taken < f.capacity AND f."end" >= %(today)s
    GROUP BY f.offer_id
  ),
  open_offer AS (
    SELECT o.id, o.institution_id, o.title, o.occupation_id, o.position, o.time_share, o.published_at,
      s.first_day, s.last_day, s.seats_left, s.open_days,
      coalesce((SELECT array_agg(l.level_id ORDER BY l.level_id)
        FROM hosts_placementoffer_levels l WHERE l.placementoffer_id = o.id), '{}') AS levels,
      hosts_vector(o.title, 'A')
        || hosts_vector(coalesce(c.name_fr || ' ' || c.name_en || ' ' || array_to_string(c.synonyms, ' '), ''), 'B')
        || hosts_vector(coalesce((SELECT string_agg(d.name_fr, ' ' ORDER BY d.id)
          FROM hosts_placementoffer_diplomas pd JOIN hosts_diploma d ON d.id = pd.diploma_id
          WHERE pd.placementoffer_id = o.id), ''), 'C')
        || hosts_vector(o.description || ' ' || o.activities, 'D') AS vector
    FROM seats s
    JOIN hosts_placementoffer o ON o.id = s.offer_id
    LEFT JOIN hosts_occupation c ON c.id = o.occupation_id
  ),
  -- An offer that names no open site takes place at the host's main one.
  placed AS (
    SELECT o.id AS offer_id, s.id AS site_id
    FROM open_offer o
    JOIN hosts_placementoffer_sites os ON os.placementoffer_id = o.id
    JOIN located s ON s.id = os.hostsite_id AND s.institution_id = o.institution_id
    UNION
    SELECT o.id, (SELECT s.id FROM located s WHERE s.institution_id = o.institution_id
                  ORDER BY s.is_main DESC, s.id LIMIT 1)
    FROM open_offer o
    WHERE NOT EXISTS (
      SELECT 1 FROM hosts_placementoffer_sites os JOIN located s ON s.id = os.hostsite_id
      WHERE os.placementoffer_id = o.id AND s.institution_id = o.institution_id)
  )"""

WRITE_OFFERS = _write(
    f"{_SITE}, {_OFFERS}",
    """
  SELECT host.id, s.id, o.id, host.slug, o.title, host.name, s.name, host.activity, s.city, s.country,
    host.sector_id, coalesce(s.territory_id, host.territory_id),
    CASE WHEN o.occupation_id IS NULL THEN host.occupations ELSE ARRAY[o.occupation_id] END, o.levels,
    o.position, o.time_share, o.open_days, o.first_day, o.last_day, o.seats_left, date '0001-01-01', o.last_day,
    s.latitude, s.longitude, s.approximate, s.public_transport, s.meals, s.wheelchair, s.lodging,
    host.reply_score, o.published_at, o.vector || host.vector || s.vector
  FROM placed
  JOIN open_offer o ON o.id = placed.offer_id
  JOIN located s ON s.id = placed.site_id
  JOIN host ON host.id = o.institution_id
  WHERE %(offers)s::bigint[] IS NULL OR o.id = ANY(%(offers)s)""",
    "(offer_id, site_id) WHERE offer_id IS NOT NULL",
)

# What the tables no longer say: withdrawn, full or past offers, sites taken off an offer, hosts no longer published.
DROP_OFFERS = f"""
WITH {_SITE}, {_OFFERS}
DELETE FROM hosts_searchentry e
WHERE e.institution_id = ANY(%(institutions)s) AND e.offer_id IS NOT NULL
  AND (%(offers)s::bigint[] IS NULL OR e.offer_id = ANY(%(offers)s))
  AND NOT EXISTS (
    SELECT 1 FROM placed JOIN host ON host.id = e.institution_id
    WHERE placed.offer_id = e.offer_id AND placed.site_id = e.site_id)"""

WRITE_SITES = _write(
    _SITE,
    """
  SELECT host.id, s.id, NULL::bigint, host.slug, host.name, host.name, s.name, host.activity, s.city, s.country,
    host.sector_id, coalesce(s.territory_id, host.territory_id), host.occupations, '{}'::bigint[],
    '', NULL::int, NULL::datemultirange, NULL::date, NULL::date, 0,
    coalesce((SELECT max(e.visible_until) + 1 FROM hosts_searchentry e
              WHERE e.site_id = s.id AND e.offer_id IS NOT NULL), date '0001-01-01'), date '9999-12-31',
    s.latitude, s.longitude, s.approximate, s.public_transport, s.meals, s.wheelchair, s.lodging,
    host.reply_score, host.created_at, coalesce(words.vector, '') || host.vector || s.vector
  FROM located s
  JOIN host ON host.id = s.institution_id
  LEFT JOIN LATERAL (
    SELECT hosts_vector(string_agg(c.name_fr || ' ' || c.name_en || ' ' || array_to_string(c.synonyms, ' '), ' '
                                   ORDER BY c.id), 'B') AS vector
    FROM hosts_occupation c WHERE c.id = ANY(host.occupations)) words ON true""",
    "(site_id) WHERE offer_id IS NULL",
)

DROP_SITES = """
DELETE FROM hosts_searchentry e
WHERE e.institution_id = ANY(%(institutions)s) AND e.offer_id IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM hosts_hostsite s JOIN hosts_hostinstitution i ON i.id = s.institution_id
    WHERE s.id = e.site_id AND s.active AND i.id = e.institution_id AND i.state = 'published')"""
