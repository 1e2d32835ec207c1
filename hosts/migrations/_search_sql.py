"""SQL of the search functions, kept out of the migration so that it can be read on its own.

`hosts_fold` gives what two spellings share: lower case, no accents, no punctuation, « I.M.E. » as « ime ».
`hosts_words` then levels what the French stemmer would only see with its accents (« spécialisée », « infirmière »), or
not at all (« vendeuse »), and drops the small words, also those that its list does not hold (« les »), so that they
leave no gap in a phrase. Both sides of a comparison pass through it, so whatever it does is symmetrical.
"""

FOLD = r"""
CREATE FUNCTION hosts_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(regexp_replace(
    replace(replace(translate(
      regexp_replace(lower(normalize(value, NFKD)), '[\u0300-\u036f]', '', 'g'),
      'øłđħı', 'oldhi'), 'œ', 'oe'), 'æ', 'ae'),
    '(?<=\m[[:alpha:]])\.(?=[[:alpha:]]\M)', '', 'g'),
    '[^[:alnum:]]+', ' ', 'g'))
$$
"""

# A list compared word by word is thirty times faster here than a regular expression of alternatives.
SMALL_WORDS = (
    "a au aux avec c ce ces cet cette chez d dans de des du en entre est et etre j l la le les leur leurs lors m meme n "
    "ne nos notre nous on ou par pas pour pres qu que qui s sa sans se ses son sont sous sur t tres un une vers vos "
    "votre vous y"
).replace(" ", ",")

WORDS = rf"""
CREATE FUNCTION hosts_words(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    array_to_string(ARRAY(
      SELECT word FROM unnest(string_to_array(hosts_fold(value), ' ')) WITH ORDINALITY AS words (word, place)
      WHERE word <> ALL ('{{{SMALL_WORDS}}}') ORDER BY place), ' '),
    'trices?\M', 'teur', 'g'),
    'euses?\M', 'eur', 'g'),
    'ieres?\M', 'ier', 'g'),
    'ees?\M', 'e', 'g')
$$
"""

CONFIGURATION = "CREATE TEXT SEARCH CONFIGURATION escale (COPY = pg_catalog.french)"

VECTOR = """
CREATE FUNCTION hosts_vector(value text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('escale', hosts_words(value)), weight)
$$
"""

QUERY = """
CREATE FUNCTION hosts_query(value text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT phraseto_tsquery('escale', hosts_words(value))
$$
"""

FORWARDS = [FOLD, WORDS, CONFIGURATION, VECTOR, QUERY]
BACKWARDS = [
    "DROP FUNCTION hosts_query(text)",
    'DROP FUNCTION hosts_vector(text, "char")',
    "DROP TEXT SEARCH CONFIGURATION escale",
    "DROP FUNCTION hosts_words(text)",
    "DROP FUNCTION hosts_fold(text)",
]
