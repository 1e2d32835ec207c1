"""The statements that copy hosts and offers into the search index; `hosts.services.indexing` runs them.

Parameters: institutions, offers (or NULL for all of those hosts), today, now, scored and scores (two arrays),
neutral.
"""

# The host and its sites: what an offer's row and a site's own row share.
_SITE = """
  host AS MATERIALIZED (
    SELECT i.id, i.slug, i.sector_id, i.activity, o.name, o.territory_id,
      coalesce(i.published_at, i.created_at) AS published_at,
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
  site AS MATERIALIZED (
    SELECT s.id, s.institution_id, s.name, s.country, coalesce(nullif(s.city, ''), p.name, '') AS city,
      coalesce(s.latitude, p.latitude) AS latitude, coalesce(s.longitude, p.longitude) AS longitude,
      s.approximate OR s.latitude IS NULL AS approximate,
      array_remove(ARRAY[
        's:' || host.sector_id,
        'p:' || s.country,
        'z:' || coalesce((
          SELECT t.id FROM accounts_territory t
          WHERE t.country = s.country AND p.department = ANY(t.departments) ORDER BY t.id LIMIT 1), host.territory_id),
        CASE s.public_transport WHEN 'yes' THEN 'a:transport' END,
        CASE s.meals WHEN 'yes' THEN 'a:repas' END,
        CASE s.wheelchair WHEN 'yes' THEN 'a:fauteuil' END,
        CASE s.lodging WHEN 'yes' THEN 'a:logement' END], NULL) AS tags,
      hosts_vector(s.name, 'A')
        || hosts_vector(concat_ws(' ', s.city, s.postcode, p.name, p.department_name), 'C') AS vector
    FROM hosts_hostsite s
    JOIN host ON host.id = s.institution_id
    LEFT JOIN hosts_place p ON p.id = s.place_id
    WHERE s.active
  )"""

# Which open offer takes place at which open site. One that names no open site takes place at the host's main one.
_PLACED = """
  seats AS MATERIALIZED (
    SELECT o.id AS offer_id, o.institution_id, min(f.start) AS first_day, max(f."end") AS last_day,
      sum(f.capacity - f.taken) AS seats_left, range_agg(daterange(f.start, f."end", '[]')) AS open_days
    FROM hosts_placementoffer o
    JOIN hosts_offerperiod f ON f.offer_id = o.id
    JOIN hosts_hostinstitution i ON i.id = o.institution_id AND i.state = 'published' AND i.asleep_since IS NULL
    WHERE o.institution_id = ANY(%(institutions)s) AND o.state = 'published'
      AND (%(offers)s::bigint[] IS NULL OR o.id = ANY(%(offers)s))
      AND f.taken < f.capacity AND f."end" >= %(today)s
    GROUP BY o.id
  ),
  named AS MATERIALIZED (
    SELECT s.offer_id, l.id AS site_id
    FROM seats s
    JOIN hosts_placementoffer_sites os ON os.placementoffer_id = s.offer_id
    JOIN hosts_hostsite l ON l.id = os.hostsite_id AND l.institution_id = s.institution_id AND l.active
  ),
  placed AS (
    SELECT offer_id, site_id FROM named
    UNION ALL
    SELECT s.offer_id, l.id
    FROM seats s
    JOIN LATERAL (
      SELECT id FROM hosts_hostsite l WHERE l.institution_id = s.institution_id AND l.active
      ORDER BY l.is_main DESC, l.id LIMIT 1) l ON true
    WHERE s.offer_id NOT IN (SELECT offer_id FROM named)
  )"""

_OFFER = """
  offer AS MATERIALIZED (
    SELECT o.id, o.institution_id, o.title, o.occupation_id, o.time_share, o.published_at,
      s.first_day, s.last_day, s.seats_left, s.open_days,
      ARRAY['offre', CASE WHEN o.time_share = 100 THEN 't:plein' ELSE 't:partiel' END]
        || CASE WHEN o.time_share BETWEEN 40 AND 60 THEN ARRAY['t:mi'] ELSE '{}' END
        || ARRAY(SELECT 'n:' || l.level_id FROM hosts_placementoffer_levels l
                 WHERE l.placementoffer_id = o.id ORDER BY l.level_id) AS tags,
      hosts_vector(o.title, 'A')
        || hosts_vector(coalesce(c.name_fr || ' ' || c.name_en || ' ' || array_to_string(c.synonyms, ' '), ''), 'B')
        || hosts_vector(coalesce((SELECT string_agg(d.name_fr, ' ' ORDER BY d.id)
          FROM hosts_placementoffer_diplomas pd JOIN hosts_diploma d ON d.id = pd.diploma_id
          WHERE pd.placementoffer_id = o.id), ''), 'C')
        || hosts_vector(o.description || ' ' || o.activities, 'D') AS vector
    FROM seats s
    JOIN hosts_placementoffer o ON o.id = s.offer_id
    LEFT JOIN hosts_occupation c ON c.id = o.occupation_id
  )"""

_COLUMNS = [
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
    "tags",
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
    "reply_score",
    "published_at",
    "vector",
]

# Mercator metres: distances in them grow by the same factor in every direction, so the nearest stay the nearest.
POINT = """CASE WHEN latitude BETWEEN -85 AND 85 AND longitude IS NOT NULL
    THEN point(longitude * 111319.49079327358, 6378137 * ln(tan(radians(45 + latitude / 2)))) END"""


def _write(with_: str, select: str, conflict: str) -> str:
    """An upsert of `select`, whose columns are `_COLUMNS` in order; `since` keeps the day a result first appeared."""
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    fresh = [name for name in (*_COLUMNS, "point") if name not in ("site_id", "offer_id")]
    return f"""
WITH {with_}, entry ({columns}) AS ({select})
INSERT INTO hosts_searchentry ({columns}, point, since)
SELECT {columns}, {POINT}, %(now)s FROM entry
ON CONFLICT {conflict} DO UPDATE SET {", ".join(f'"{name}" = EXCLUDED."{name}"' for name in fresh)}"""


WRITE_OFFERS = _write(
    f"{_SITE}, {_PLACED}, {_OFFER}",
    """
  SELECT host.id, site.id, offer.id, host.slug, offer.title, host.name, site.name, host.activity, site.city,
    site.country, host.sector_id,
    offer.tags || site.tags || ARRAY(
      SELECT 'm:' || id FROM unnest(
        CASE WHEN offer.occupation_id IS NULL THEN host.occupations ELSE ARRAY[offer.occupation_id] END) AS id),
    offer.time_share, offer.open_days, offer.first_day, offer.last_day, offer.seats_left,
    date '0001-01-01', offer.last_day, site.latitude, site.longitude, site.approximate,
    host.reply_score, offer.published_at, offer.vector || host.vector || site.vector
  FROM placed
  JOIN offer ON offer.id = placed.offer_id
  JOIN site ON site.id = placed.site_id
  JOIN host ON host.id = offer.institution_id""",
    "(offer_id, site_id) WHERE offer_id IS NOT NULL",
)

# What the tables no longer say: withdrawn, full or past offers, sites taken off an offer, hosts no longer published.
DROP_OFFERS = f"""
WITH {_PLACED}
DELETE FROM hosts_searchentry e
WHERE e.institution_id = ANY(%(institutions)s) AND e.offer_id IS NOT NULL
  AND (%(offers)s::bigint[] IS NULL OR e.offer_id = ANY(%(offers)s))
  AND (e.offer_id, e.site_id) NOT IN (SELECT offer_id, site_id FROM placed)"""

# « + 0 »: without it PostgreSQL, as long as it knows little of a table just filled, walks the index on that day from
# its end, over all entries, for each site.
WRITE_SITES = _write(
    _SITE,
    """
  SELECT host.id, site.id, NULL::bigint, host.slug, host.name, host.name, site.name, host.activity, site.city,
    site.country, host.sector_id,
    ARRAY['hote'] || site.tags || ARRAY(SELECT 'm:' || id FROM unnest(host.occupations) AS id),
    NULL::int, NULL::datemultirange, NULL::date, NULL::date, 0,
    coalesce((SELECT max(e.visible_until + 0) + 1 FROM hosts_searchentry e
              WHERE e.site_id = site.id AND e.offer_id IS NOT NULL), date '0001-01-01'), date '9999-12-31',
    site.latitude, site.longitude, site.approximate,
    host.reply_score, host.published_at, coalesce(words.vector, '') || host.vector || site.vector
  FROM site
  JOIN host ON host.id = site.institution_id
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

# Index against tables, for `recount`: (host, what is wrong) of each entry that differs.
COMPARE = """
WITH open_offer AS (
  SELECT o.id, o.institution_id, sum(f.capacity - f.taken) AS seats
  FROM hosts_placementoffer o
  JOIN hosts_hostinstitution i ON i.id = o.institution_id AND i.state = 'published' AND i.asleep_since IS NULL
  JOIN hosts_offerperiod f ON f.offer_id = o.id AND f.taken < f.capacity AND f."end" >= %(today)s
  WHERE o.state = 'published' AND EXISTS (
    SELECT 1 FROM hosts_hostsite s WHERE s.institution_id = o.institution_id AND s.active)
  GROUP BY o.id
),
open_site AS (
  SELECT s.id, s.institution_id FROM hosts_hostsite s
  JOIN hosts_hostinstitution i ON i.id = s.institution_id AND i.state = 'published' WHERE s.active
),
entry AS (
  SELECT institution_id, offer_id, site_id, seats_left FROM hosts_searchentry WHERE visible_until >= %(today)s
)
SELECT o.institution_id, 'missing' FROM open_offer o WHERE o.id NOT IN (
  SELECT offer_id FROM entry WHERE offer_id IS NOT NULL)
UNION ALL
SELECT s.institution_id, 'missing' FROM open_site s WHERE s.id NOT IN (
  SELECT site_id FROM entry WHERE offer_id IS NULL)
UNION ALL
SELECT e.institution_id, 'too many' FROM entry e
WHERE e.site_id NOT IN (SELECT id FROM open_site)
  OR (e.offer_id IS NOT NULL AND e.offer_id NOT IN (SELECT id FROM open_offer))
UNION ALL
SELECT e.institution_id, 'seats' FROM entry e JOIN open_offer o ON o.id = e.offer_id WHERE o.seats <> e.seats_left"""

# Hosts whose entries show an offer or a period that is over.
PAST = """
SELECT DISTINCT institution_id FROM hosts_searchentry
WHERE visible_until < %(today)s
  OR EXISTS (SELECT 1 FROM unnest(open_days) AS days WHERE upper(days) <= %(today)s)
ORDER BY institution_id"""
