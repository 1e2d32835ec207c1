"""The statements that copy validated versions into the list; `practices.services.indexing` runs them.

Parameter: practices. A version's content is JSON (`practices.content`): lists and links by number.
"""

from hosts.services._indexing_sql import POINT

DROP = """
DELETE FROM practices_practiceentry e USING practices_goodpractice p
WHERE p.id = e.practice_id AND p.id = ANY(%(practices)s) AND (p.published_id IS NULL OR p.state = 'archived')"""

_NUMBERS = "ARRAY(SELECT number::bigint FROM jsonb_array_elements_text(c->'{name}') AS number ORDER BY 1)"

_SOURCE = f"""
  source AS (
    SELECT p.id AS practice_id, v.id AS of_version_id, p.slug, p.author_id, b.id AS organisation_id,
      p.validated_at AS published_at, v.content AS c
    FROM practices_goodpractice p JOIN practices_practiceversion v ON v.id = p.published_id
    LEFT JOIN accounts_organisation b ON b.id = CASE
      WHEN jsonb_exists(v.content, 'organisation') THEN (v.content->>'organisation')::bigint ELSE p.organisation_id END
    WHERE p.id = ANY(%(practices)s) AND p.state <> 'archived'
  ),
  told AS (
    SELECT *, {_NUMBERS.format(name="sectors")} AS sectors, {_NUMBERS.format(name="occupations")} AS occupations,
      {_NUMBERS.format(name="audiences")} AS audiences, {_NUMBERS.format(name="co_authors")} AS co_authors
    FROM source
  ),
  -- A sheet that was merged into another leads there.
  placed AS (
    SELECT told.*, h.id AS host_id, coalesce(ho.name, c->>'structure', '') AS "where",
      coalesce(nullif(c->>'city', ''), s.city, '') AS city,
      coalesce(pl.department, sp.department, '') AS department_code,
      coalesce(pl.department_name, sp.department_name, '') AS department,
      coalesce(pl.country, nullif(c->>'country', ''), s.country, 'FR') AS country,
      coalesce(pl.latitude, s.latitude) AS latitude, coalesce(pl.longitude, s.longitude) AS longitude
    FROM told
    LEFT JOIN hosts_hostinstitution known ON known.id = (c->>'host')::bigint
    LEFT JOIN hosts_hostinstitution h ON h.id = coalesce(known.merged_into_id, known.id)
    LEFT JOIN accounts_organisation ho ON ho.id = h.organisation_id
    LEFT JOIN LATERAL (
      SELECT * FROM hosts_hostsite WHERE institution_id = h.id AND active ORDER BY is_main DESC, id LIMIT 1) s ON true
    LEFT JOIN hosts_place sp ON sp.id = s.place_id
    LEFT JOIN hosts_place pl ON pl.id = (c->>'place')::bigint
  )"""

_TAGS = """
      ARRAY(SELECT 's:' || number FROM unnest(sectors) AS number)
        || ARRAY(SELECT 'm:' || number FROM unnest(occupations) AS number)
        || ARRAY(SELECT 'v:' || number FROM unnest(audiences) AS number)
        || ARRAY(SELECT 'l:' || code FROM jsonb_array_elements_text(c->'languages') AS code)
        || array_remove(ARRAY[
          CASE WHEN (c->>'is_observed')::boolean THEN 'o:1' ELSE 'o:0' END, 'p:' || country,
          'z:' || (SELECT t.id FROM accounts_territory t
            WHERE t.country = placed.country AND department_code = ANY(t.departments) ORDER BY t.id LIMIT 1)], NULL)"""

_VECTOR = """
      hosts_vector(c->>'title', 'A')
        || hosts_vector(concat_ws(' ', c->>'summary', "where"), 'B')
        || hosts_vector(coalesce((SELECT string_agg(name_fr || ' ' || name_en, ' ' ORDER BY id)
          FROM hosts_sector WHERE id = ANY(sectors)), ''), 'B')
        || hosts_vector(coalesce((SELECT string_agg(concat_ws(' ', name_fr, name_en, array_to_string(synonyms, ' ')),
          ' ' ORDER BY id) FROM hosts_occupation WHERE id = ANY(occupations)), ''), 'B')
        || hosts_vector(coalesce((SELECT string_agg(name_fr || ' ' || name_en, ' ' ORDER BY id)
          FROM practices_audience WHERE id = ANY(audiences)), ''), 'B')
        || hosts_vector(concat_ws(' ', city, c->>'postcode', department, c->>'audience_details'), 'C')
        || hosts_vector(concat_ws(' ', c->>'context', c->>'description', c->>'conditions', c->>'effects',
          c->>'transferability', c->>'resources'), 'D')"""

_COLUMNS = [
    *("practice_id", "of_version_id", "slug", "title", "sort_title", "summary", "author_id", "organisation_id"),
    *("host_id", "where", "city", "department", "country", "observed", "sectors", "occupations", "people", "tags"),
    *("latitude", "longitude", "picture_id", "published_at", "vector"),
]
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)

WRITE = f"""
WITH {_SOURCE}, entry ({_NAMES}) AS (
    SELECT practice_id, of_version_id, slug, c->>'title', left(hosts_fold(c->>'title'), 160), c->>'summary',
      author_id, organisation_id, host_id, "where", city, department, country, (c->>'is_observed')::boolean,
      sectors, occupations, array_remove(ARRAY[author_id], NULL) || array_remove(co_authors, author_id), {_TAGS},
      latitude, longitude,
      (SELECT file_id FROM practices_practicephoto WHERE id = (c->'photos'->0->>'id')::bigint),
      published_at, {_VECTOR}
    FROM placed)
INSERT INTO practices_practiceentry ({_NAMES}, point)
SELECT {_NAMES}, {POINT} FROM entry
ON CONFLICT (practice_id) DO UPDATE SET
  {", ".join(f'"{name}" = EXCLUDED."{name}"' for name in (*_COLUMNS, "point"))}"""
