from __future__ import annotations

from tests.matrix import Row

MATRIX = {
    "home": Row(get={"*": 200}),
    "healthz": Row(get={"*": 200}),
    "readyz": Row(get={"*": 200}),
    "styleguide": Row(get={"*": 200}),
    "dashboard": Row(get={"animator": 200, "admin": 200, "local_admin": 200, "*": 403}, redirect_login=True),
    "set_language": Row(post={"*": 302}, data={"language": "en", "next": "/"}),
}
