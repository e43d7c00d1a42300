"""The publisher's house: solutions become skeletons, notebooks, the nbgrader course and the student kit.

Nothing imports it. The front stands here; read `publish.py` first.
"""

import sys

# nbformat imports jsonschema, and that a grammar of addresses in every alphabet: each process takes two seconds to
# compile. It is optional there, and no notebook's schema speaks of such addresses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
