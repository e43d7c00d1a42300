"""The numbers of `unmask`: the point of the slides, and the engines by number."""

from autograder.judging.respondents.masks import POINT, masks
from tests.printed_numbers.computed import AT
from tests.printed_numbers.entry import Printed

ENGINES = range(1, len(masks().rows) + 1)

UNMASK = [
    Printed("about_unmask", "$x = 2$, $y = -3$", "$x = 2$, $y = -3$", lambda: POINT if POINT == AT else ()),
    *(Printed("unmask", f"démasque le moteur {k}", f"unmasks engine {k}") for k in ENGINES),
    *(Printed("unmask", f"le moteur {k} se trompe", f"engine {k} is wrong") for k in ENGINES),
    *(Printed("claims of unmask", f"Le moteur {k} est démasqué", f"Engine {k} is unmasked") for k in ENGINES),
    Printed("claims of unmask", "moteurs 1, 2 et 3", "Engines 1, 2 and 3", lambda: ENGINES[:3]),
    Printed("claims of unmask", "moteurs 4, 5 et 6", "Engines 4, 5 and 6", lambda: ENGINES[3:]),
    Printed("hints of unmask", "un gradient amont qui n'est pas 1", "an upstream gradient other than 1"),
]
