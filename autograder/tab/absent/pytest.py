"""What a grader needs of pytest in a browser: its mark. Claims are read from there, and nothing is collected."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def _exercise(*args: Any, **kwargs: Any) -> Callable[[Any], Any]:
    def marked(function: Any) -> Any:
        function.pytestmark = [SimpleNamespace(name="exercise", args=args, kwargs=kwargs)]
        return function

    return marked


mark = SimpleNamespace(exercise=_exercise)
