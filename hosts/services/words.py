"""The word table of « did you mean » follows the index: new words soon after the commit, counts every night."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from hosts.selectors.search.words import known_words

# Names, titles, towns, kinds, occupations and sectors: not the running text, whose typos would become suggestions.
_ENTRIES = """
  SELECT said, count(*) AS times
  FROM hosts_searchentry, unnest(ARRAY[title, host_name, site_name, activity, city]) AS said {of} GROUP BY said"""
_LISTS = """
  UNION ALL SELECT concat_ws(' ', name_fr, array_to_string(synonyms, ' ')), 1 FROM hosts_occupation WHERE active
  UNION ALL SELECT name_fr, 1 FROM hosts_sector WHERE active
  UNION ALL SELECT concat_ws(' ', short, expansion), 1 FROM hosts_acronym WHERE active"""

# Split at plain punctuation first (a regular expression is fifteen times slower), folded once per distinct word.
_INSERT = """
INSERT INTO hosts_searchword (word, shown, lexeme, entries)
SELECT word, shown, left(lexeme, 60), entries
FROM (
  SELECT hosts_fold(token) AS word, max(token) AS shown, sum(times) AS entries, hosts_query(max(token))::text AS lexeme
  FROM (
    SELECT token, sum(times) AS times
    FROM ({texts}) AS texts,
      string_to_table(translate(lower(said), '-–—/\\.,:;!?()[]«»"“”‘’''·&+*|', repeat(' ', 32)), ' ') AS token
    WHERE length(token) BETWEEN 3 AND 30 GROUP BY token
  ) AS tokens GROUP BY hosts_fold(token)
) AS words
WHERE word ~ '^[[:alnum:]]+$' AND lexeme <> ''
ORDER BY word
ON CONFLICT (word) DO """

_LEARN = _INSERT.format(texts=_ENTRIES.format(of="WHERE institution_id = ANY(%(institutions)s)")) + "NOTHING"
_RECOUNT = (
    _INSERT.format(texts=_ENTRIES.format(of="") + _LISTS)
    + "UPDATE SET shown = EXCLUDED.shown, lexeme = EXCLUDED.lexeme, entries = EXCLUDED.entries"
)


def learn(institutions: Iterable[int]) -> None:
    """Adds the words of these hosts that the table does not hold yet."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, {"institutions": list(institutions)})
    known_words.forget()


@transaction.atomic
def recount() -> int:
    """Counts every word anew and drops those that no entry holds any more; returns how many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("UPDATE hosts_searchword SET entries = 0")
        cursor.execute(_RECOUNT)
        cursor.execute("DELETE FROM hosts_searchword WHERE entries = 0")
        cursor.execute("SELECT count(*) FROM hosts_searchword")
        row = cursor.fetchone()
    known_words.forget()
    return int(row[0]) if row else 0
