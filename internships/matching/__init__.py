"""Hosts, offers and practices ranked against a trainee's own objectives and constraints, each with its reasons (E4).

Pure functions of what was read: `goals` makes concepts of an objective's words, `score` says what each criterion gives,
`reasons` says it in words. What is read from the database stands in `internships.selectors.matching`.
"""
