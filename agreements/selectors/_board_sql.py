"""The board as one statement: trainees of some schools, placement and agreement, whose turn it is, what is late.

`BOARD` defines the common table `board`; its parameters come from `agreements.selectors.board`.
"""

from __future__ import annotations

# People who are in a cohort today, or whose placement goes on although they left.
PEOPLE = """
placed AS (
    SELECT p.id, p.person_id, p.enrolment_id, p.sending_organisation_id AS school_id, p.start, p."end"
    FROM internships_placement p
    WHERE p.sending_organisation_id = ANY(%(schools)s) AND p.state <> 'cancelled'
), people AS (
    SELECT e.id AS enrolment_id, e.person_id, e.cohort_id, c.school_id, c.placement_start,
           coalesce(e.referent_id, c.referent_id) AS referent_id
    FROM internships_enrolment e
    JOIN internships_cohort c ON c.id = e.cohort_id
    WHERE c.school_id = ANY(%(schools)s) AND c.archived_at IS NULL
      AND (%(cohort)s::bigint IS NULL OR c.id = %(cohort)s::bigint)
      AND (e.left_on IS NULL OR e.left_on > %(today)s
           OR EXISTS (SELECT 1 FROM placed WHERE placed.enrolment_id = e.id AND placed."end" >= %(today)s))
), lines AS (
    SELECT people.*, placed.id AS placement_id, placed.start, placed."end"
    FROM people LEFT JOIN placed ON placed.enrolment_id = people.enrolment_id
    UNION ALL
    SELECT NULL, placed.person_id, NULL, placed.school_id, NULL, NULL, placed.id, placed.start, placed."end"
    FROM placed WHERE placed.enrolment_id IS NULL AND %(cohort)s::bigint IS NULL
)
"""

# What is asked of whom.
TURNS = """
applied AS (
    SELECT a.enrolment_id,
           count(*) FILTER (WHERE a.state <> 'accepted') AS waiting,
           count(*) FILTER (WHERE a.state = 'accepted') AS accepted,
           min(a.due_on) FILTER (WHERE a.state IN ('sent', 'read')) AS host_due,
           min(a.due_on) FILTER (WHERE a.state = 'accepted') AS trainee_due
    FROM internships_application a
    WHERE a.enrolment_id IN (SELECT enrolment_id FROM people) AND a.state IN ('held', 'sent', 'read', 'accepted')
    GROUP BY a.enrolment_id
), agreed AS (
    SELECT g.id, g.placement_id, g.state, g.state_since, g.number,
           EXISTS (SELECT 1 FROM agreements_agreement m
                   WHERE m.amends_id = g.id AND m.state NOT IN ('sealed', 'cancelled')) AS amending
    FROM agreements_agreement g
    WHERE g.amends_id IS NULL AND g.state <> 'cancelled' AND g.placement_id IN (SELECT id FROM placed)
), parted AS (
    SELECT x.agreement_id, array_agg(DISTINCT x.side ORDER BY x.side) AS sides
    FROM agreements_agreementpart x JOIN agreed ON agreed.id = x.agreement_id
    WHERE agreed.state = 'preparing' AND x.completed_at IS NULL
    GROUP BY x.agreement_id
), remarked AS (
    SELECT r.agreement_id, min(r.created_at) AS since
    FROM agreements_agreementremark r JOIN agreed ON agreed.id = r.agreement_id
    WHERE r.answered_at IS NULL AND agreed.state IN ('preparing', 'rendering', 'signing')
    GROUP BY r.agreement_id
), signed AS (
    SELECT s.agreement_id,
           min(s.asked_at) FILTER (WHERE s.state = 'asked') AS asked_at,
           max(s.decided_at) FILTER (WHERE s.state = 'declined') AS declined_at,
           count(*) FILTER (WHERE s.state = 'signed') AS signatures,
           count(*) FILTER (WHERE s.state <> 'delegated') AS signatories
    FROM agreements_signatory s JOIN agreed ON agreed.id = s.agreement_id
    WHERE agreed.state = 'signing'
    GROUP BY s.agreement_id
)
"""

STAGE = """
CASE
    WHEN l.placement_id IS NULL AND coalesce(applied.waiting + applied.accepted, 0) = 0 THEN 'without'
    WHEN l.placement_id IS NULL THEN 'applying'
    WHEN l."end" < %(today)s THEN 'over'
    WHEN agreed.id IS NULL THEN 'found'
    WHEN agreed.state = 'preparing' THEN 'preparing'
    WHEN agreed.state IN ('rendering', 'signing', 'sealing') THEN 'signing'
    WHEN l.start <= %(today)s THEN 'running'
    ELSE 'signed'
END
"""

# Code and first day of the delay, the most pressing first. While it is sealed it is the machine's turn.
LATE = """
CASE
    WHEN l.placement_id IS NULL AND l.placement_start <= %(today)s
        THEN jsonb_build_array('window_open', l.placement_start)
    WHEN l.placement_id IS NULL AND applied.host_due < %(today)s
        THEN jsonb_build_array('no_reply', applied.host_due)
    WHEN l.placement_id IS NULL AND applied.trainee_due < %(today)s
        THEN jsonb_build_array('not_confirmed', applied.trainee_due)
    WHEN l.placement_id IS NULL AND l.placement_start <= %(searching)s
         AND coalesce(applied.waiting + applied.accepted, 0) = 0
        THEN jsonb_build_array('window_near', l.placement_start - %(searching_days)s)
    WHEN l.placement_id IS NULL OR l."end" < %(today)s OR agreed.state IN ('sealing', 'sealed')
        THEN NULL
    WHEN l.start <= %(today)s
        THEN jsonb_build_array('began', l.start)
    WHEN signed.declined_at IS NOT NULL
        THEN jsonb_build_array('declined', (signed.declined_at AT TIME ZONE %(zone)s)::date)
    WHEN l.start < %(soon)s
        THEN jsonb_build_array('start_near', l.start - %(soon_days)s)
    WHEN remarked.since < %(patience)s
        THEN jsonb_build_array('remark', (remarked.since AT TIME ZONE %(zone)s)::date)
    WHEN signed.asked_at < %(patience)s
        THEN jsonb_build_array('signature_waiting', (signed.asked_at AT TIME ZONE %(zone)s)::date)
    WHEN agreed.state = 'preparing' AND parted.sides IS NOT NULL AND agreed.state_since < %(patience)s
        THEN jsonb_build_array('part_waiting', (agreed.state_since AT TIME ZONE %(zone)s)::date)
END
"""

BOARD = f"""
WITH {PEOPLE}, {TURNS}, staged AS (
    SELECT l.*, applied.waiting, applied.accepted, agreed.id AS agreement_id, agreed.state AS agreement_state,
           agreed.state_since, agreed.number, agreed.amending, parted.sides,
           signed.asked_at, signed.signatures, signed.signatories,
           {STAGE} AS stage, {LATE} AS lateness
    FROM lines l
    LEFT JOIN applied ON applied.enrolment_id = l.enrolment_id AND l.placement_id IS NULL
    LEFT JOIN agreed ON agreed.placement_id = l.placement_id
    LEFT JOIN parted ON parted.agreement_id = agreed.id
    LEFT JOIN remarked ON remarked.agreement_id = agreed.id
    LEFT JOIN signed ON signed.agreement_id = agreed.id
), board AS MATERIALIZED (
    SELECT s.*, s.lateness ->> 0 AS late, (s.lateness ->> 1)::date AS late_since,
           u.sort_name, u.first_name, u.last_name, u.email
    FROM staged s JOIN accounts_user u ON u.id = s.person_id
    WHERE (%(referent)s::bigint IS NULL OR s.referent_id = %(referent)s::bigint)
      AND (NOT %(late_only)s OR s.lateness IS NOT NULL)
      AND u.sort_name LIKE ALL(%(words)s)
)
"""  # noqa: S608 - of our own words only

# What is said of a line besides: looked up only for those that are shown.
SHOWN = """
    b.*, c.name AS cohort_name,
    trim(both ' ' FROM concat(r.first_name, ' ', r.last_name)) AS referent_name,
    (SELECT string_agg(DISTINCT o.name, ', ') FROM internships_placementsite ps
        JOIN hosts_hostinstitution h ON h.id = ps.institution_id
        JOIN accounts_organisation o ON o.id = h.organisation_id
        WHERE ps.placement_id = b.placement_id) AS hosts,
    CASE WHEN b.agreement_state = 'signing' THEN
        (SELECT jsonb_agg(jsonb_build_array(s.name, s.capacity) ORDER BY s.step, s.id) FROM agreements_signatory s
            WHERE s.agreement_id = b.agreement_id AND s.state = 'asked') END AS asked
"""
JOINS = """
    LEFT JOIN internships_cohort c ON c.id = b.cohort_id
    LEFT JOIN accounts_user r ON r.id = b.referent_id
"""
# The most pressing reason first, then the oldest.
PRESSING = "array_position(%(pressing)s::text[], late)"
ORDER = f"late IS NULL, {PRESSING}, late_since, start NULLS LAST, sort_name, enrolment_id, placement_id"

COUNTS = """
counts AS (
    SELECT coalesce(jsonb_object_agg(stage, jsonb_build_array(n, n_late)), '{}') AS counts
    FROM (SELECT stage, count(*) AS n, count(late) AS n_late FROM board GROUP BY stage) each
)
"""

# The first lines of every column.
COLUMNS = f"""{BOARD}, {COUNTS}, numbered AS (
    SELECT board.*, row_number() OVER (PARTITION BY stage ORDER BY {ORDER}) AS n FROM board
), shown AS (SELECT {SHOWN} FROM numbered b {JOINS} WHERE b.n <= %(limit)s)
SELECT counts.counts, shown.* FROM counts LEFT JOIN shown ON true ORDER BY shown.n
"""  # noqa: S608 - of our own words only

# One page of lines; all of them without a limit.
LINES = f"""{BOARD}, {COUNTS}, numbered AS (
    SELECT board.*, row_number() OVER (ORDER BY {ORDER}) AS n FROM board
    WHERE %(stage)s = '' OR stage = %(stage)s
), shown AS (SELECT {SHOWN} FROM numbered b {JOINS}
    WHERE b.n > %(offset)s AND (%(limit)s::bigint IS NULL OR b.n <= %(offset)s + %(limit)s::bigint))
SELECT counts.counts, shown.* FROM counts LEFT JOIN shown ON true ORDER BY shown.n
"""  # noqa: S608 - of our own words only

# Figures only, for those who oversee schools: by school and cohort, nobody's name.
FIGURES = f"""{BOARD}
SELECT b.school_id, o.name, b.cohort_id, c.name, b.stage, count(*), count(b.late)
FROM board b
JOIN accounts_organisation o ON o.id = b.school_id
LEFT JOIN internships_cohort c ON c.id = b.cohort_id
GROUP BY b.school_id, o.name, o.sort_name, b.cohort_id, c.name, b.stage
ORDER BY o.sort_name, b.school_id, c.name NULLS LAST, b.cohort_id
"""  # noqa: S608 - of our own words only
