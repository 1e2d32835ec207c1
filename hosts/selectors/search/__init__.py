"""Search of hosts and offers (E3, S2): `Criteria` in, `Results` out."""

from hosts.selectors.search.criteria import Box, Centre, Criteria, Cursor
from hosts.selectors.search.results import Results, run

__all__ = ["Box", "Centre", "Criteria", "Cursor", "Results", "run"]
