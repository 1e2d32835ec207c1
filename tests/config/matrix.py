from __future__ import annotations

from tests.matrix import Row

MATRIX = {
    "home": Row(get={"*": 200}),
    "healthz": Row(get={"*": 200}),
    "readyz": Row(get={"*": 200}),
    "styleguide": Row(get={"*": 200}),
    "set_language": Row(post={"*": 302}, data={"language": "en", "next": "/"}),
}
