"""What the ranking reads (docs/architecture.md, Ranking): the lexicon, candidates in SQL, the page of a trainee."""
