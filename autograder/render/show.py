"""`show("loss_curve", …)` and `run(…)` in a notebook: a picture or an answer, or one calm line where there is none yet.

    from autograder.notebook import run, show
    show("half_planes", lambda: best_line(XOR_POINTS, XOR_SIGNS)[1:])
    run(lambda: neuron(np.array([1.0, 1.0]), np.array([0.0, 1.0]), -1.0))

What they show is computed by the student's code, in the notebook itself; nothing here is graded.
"""

from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.language import _

if TYPE_CHECKING:
    from autograder.render.drawing import Picture

Data = Callable[[], Any]
NEEDED = "matplotlib networkx"  # of the `notebook` extra


def drawn(name: str, data: Data | None = None) -> "Picture | str":
    """The picture called `name` of what `data()` returns (of several things: a tuple), or why there is none.

    Raises KeyError for a name that is no picture.
    """
    try:
        known = _pictures()
    except ImportError:
        return _("This picture needs matplotlib and networkx: %pip install {names}").format(names=NEEDED)
    picture = known[name]
    try:
        given = data() if data else ()
        return picture(*given) if isinstance(given, tuple) else picture(given)
    except NotImplementedError as error:
        return _("This picture waits for {name}: run this cell again once that is written.").format(
            name=_stub(error.__traceback__)
        )
    except NameError as error:
        return _("This picture waits for {name}: run the cells above first.").format(name=error.name)
    except Exception as error:  # a student's code may raise anything
        return _("No picture: {error}").format(error=_shown(error))


def answered(data: Data) -> str:
    """What `data()` returns, as Python writes it, or what it waits for."""
    try:
        return repr(data())
    except NotImplementedError as error:
        return _("Predict now; run this cell again once {name} is written.").format(name=_stub(error.__traceback__))
    except NameError as error:
        return _("Run the cells above first: {name} is not there yet.").format(name=error.name)
    except Exception as error:  # a student's code may raise anything
        return _("No answer: {error}").format(error=_shown(error))


def _shown(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _pictures() -> dict[str, Callable[..., "Picture"]]:
    from autograder.render import drawing, pictures

    return {
        "half_planes": pictures.half_planes,
        **{
            f"{row.symbol}_and_derivative": partial(pictures.function_and_derivative, row) for row in pictures.FUNCTIONS
        },
        "graph_by_hand": pictures.graph_by_hand,
        "graph": drawing.draw,
        "loss_curve": pictures.loss_curve,
        "decision_surface": lambda before, after: pictures.decision_surface(_answers(before), _answers(after)),
        "fold_by_hand": lambda *rows: pictures.fold(*pictures.by_hand(rows[0] if len(rows) == 1 else rows)),
        "fold": lambda model: pictures.fold(*map(_answers, model.layers)),
    }


def _answers(model: Callable[[list[float]], Sequence[Any]]) -> Callable[[Any], list[list[float]]]:
    """A network, or a layer, as a function of points: a row of numbers for each."""
    return lambda points: [[value.data for value in model(point)] for point in points.tolist()]


def _stub(trace: TracebackType | None) -> str:
    """The function that is still to be written: the innermost one."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_qualname.partition(".<locals>")[0] if trace else ""
