"""What placements changed as one statement: every figure by territory, by year, by both and in all.

Of a placement with several hosts the territory is that of the first, so that territories add up to the whole; 0 is
none. What `one` and `two` add up depends on the figure. How many people stand behind it is the smaller of two numbers:
of the different trainees it is about, and of those who answer: a trainee for themselves, a host as one, a school or an
employer as one.
"""

from __future__ import annotations

STAYS = """
firsts AS (
    SELECT DISTINCT ON (s.placement_id) s.placement_id, s.institution_id, o.territory_id
    FROM internships_placementsite s
    JOIN hosts_hostinstitution h ON h.id = s.institution_id
    JOIN accounts_organisation o ON o.id = h.organisation_id
    ORDER BY s.placement_id, s.position, s.start, s.id
), stays AS MATERIALIZED (
    SELECT p.id, p.person_id, extract(year FROM p.start)::int AS year, coalesce(firsts.territory_id, 0) AS territory,
        -- Who answers for the host and for the sender; where nobody is known, somebody of this placement alone.
        coalesce(firsts.institution_id, -p.id) AS host, coalesce(p.sending_organisation_id, -p.id) AS sender
    FROM internships_placement p LEFT JOIN firsts ON firsts.placement_id = p.id
    WHERE p.state <> %(cancelled)s AND p.start <= %(today)s
)
"""

# The last word of each placement on each level counts: what was clear on return may have faded a year later. Of a
# follow-up that is not answered yet nothing counts.
EFFECTS = """
effects AS (
    SELECT DISTINCT ON (n.placement_id, n.level) n.placement_id, n.level, n.effect
    FROM internships_impactnote n LEFT JOIN internships_followup f ON f.id = n.follow_up_id
    WHERE n.effect IS NOT NULL AND (n.follow_up_id IS NULL OR f.answered_at IS NOT NULL)
    ORDER BY n.placement_id, n.level, f.months DESC NULLS LAST
)
"""

ANSWERER = "CASE {source} WHEN %(trainee)s THEN s.person_id WHEN %(of_host)s THEN s.host ELSE s.sender END"
OF_OBJECTIVES, OF_RATINGS = ANSWERER.format(source="r.source"), ANSWERER.format(source="e.source")

TOLD = f"""
told AS (
    SELECT 'stay' AS figure, '' AS side, '' AS name, territory, year, person_id, person_id AS answerer,
        0 AS one, 0 AS two
    FROM stays
    UNION ALL
    SELECT 'objective', r.source, '', s.territory, s.year, s.person_id, {OF_OBJECTIVES},
        (r.level >= %(reached)s)::int, 0
    FROM internships_objectiveresult r
    JOIN internships_smartobjective o ON o.id = r.objective_id
    JOIN stays s ON s.id = o.placement_id
    UNION ALL
    SELECT 'rating', e.source, c.meaning, s.territory, s.year, s.person_id, {OF_RATINGS}, a.number, 0
    FROM internships_answer a
    JOIN internships_criterion c ON c.id = a.criterion_id
    JOIN internships_evaluation e ON e.id = a.evaluation_id
    JOIN stays s ON s.id = e.placement_id
    WHERE e.state = %(sent)s AND a.number IS NOT NULL AND c.type = %(scale)s AND c.meaning <> ''
    UNION ALL
    SELECT 'skill', after.source, after.skill_id::text, s.territory, s.year, s.person_id, s.person_id,
        after.level, before.level
    FROM internships_skillrating after
    JOIN internships_skillrating before ON before.placement_id = after.placement_id
        AND before.skill_id = after.skill_id AND before.source = after.source AND before.moment = %(before)s
    JOIN stays s ON s.id = after.placement_id
    WHERE after.source = %(trainee)s AND after.moment = %(after)s
    UNION ALL
    SELECT 'effect', '', effects.level, s.territory, s.year, s.person_id, s.person_id,
        (effects.effect >= %(clear)s)::int, 0
    FROM effects JOIN stays s ON s.id = effects.placement_id
    UNION ALL
    SELECT 'follow_up', '', '', s.territory, s.year, s.person_id, s.person_id, 0, 0
    FROM internships_followup f JOIN stays s ON s.id = f.placement_id
    WHERE f.answered_at IS NOT NULL
)
"""  # noqa: S608 - of our own words only

CUBE = f"""
WITH {STAYS}, {EFFECTS}, {TOLD}
SELECT figure, side, name, territory, year, least(count(DISTINCT person_id), count(DISTINCT answerer)), count(*),
    sum(one), sum(two)
FROM told
GROUP BY figure, side, name, GROUPING SETS ((territory, year), (territory), (year), ())
"""  # noqa: S608 - of our own words only
