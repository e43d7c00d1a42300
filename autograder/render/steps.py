"""The backward pass step by step: as frames of text for a terminal, as one page that needs nothing else."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from html import escape

import msgspec

from autograder.language import _, bound, digits, in_use
from autograder.render.graph import graph_image, graph_svg, graph_text
from autograder.report import Graph, Step

CLOSE = 1e-9  # a share that is smaller than this is none
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.5 sans-serif; margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; color: #24292f }}
pre {{ font-size: 14px; overflow-x: auto }} svg {{ max-width: 100%; height: auto }}
h2.wrong {{ color: #b3261e }} .one section {{ display: none }} .one section.shown {{ display: block }}
</style></head><body><main><h1>{title}</h1><p>{told}</p>{frames}</main>{script}</body></html>
"""
# Without it all steps stand below each other; with it one is shown, and the arrow keys walk.
SCRIPT = """<script>
const frames = [...document.querySelectorAll("section")];
let shown = Math.max(0, frames.findIndex(x => x.dataset.marked));
function show(k) {
  shown = Math.min(Math.max(k, 0), frames.length - 1);
  frames.forEach((x, i) => x.classList.toggle("shown", i === shown));
}
addEventListener("keydown", event => {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (by) { show(shown + by); event.preventDefault(); }
});
document.body.classList.add("one");
show(0);
</script>"""


KEYS = 'data-lm-suppress-shortcuts="true"'  # Jupyter leaves the arrow keys to what says so
# Within another page, where no script may run: a radio button for each step, which arrow keys walk through. All steps
# stand below each other where styles are taken away, on paper, and where another walk has the buttons' name.
WIDGET = """<fieldset class="steps" style="border:0;margin:0;padding:0;min-width:0"><style>
.steps>section{{display:none}}.steps>input{{margin:0 .6em .6em 0}}.steps img{{max-width:100%;height:auto}}
{shown},.steps:not(:has(:checked))>section{{display:block}}
@media print{{.steps>section{{display:block!important}}.steps>input{{display:none}}}}
</style><p>{told}</p>{buttons}{frames}</fieldset>"""


def frames_text(graph: Graph) -> tuple[str, ...]:
    """Each step as lines: who passes on what, what each receives, what is held then."""
    return tuple(
        "\n".join([_title(graph, k), *filter(None, [_lines(graph, k)]), "", graph_text(_at(graph, k))])
        for k in _numbers(graph)
    )


def steps_page(graph: Graph, title: str) -> str:
    """All steps as a page of its own: no request, readable without its script."""
    told = bound(_("The arrow keys go from step to step. Each gradient is upstream × local derivative."))
    frames = "".join(_section(graph, k, head=f"h2{_wrong(graph, k)}", drawn=_svg) for k in _numbers(graph))
    return PAGE.format(language=in_use(), title=escape(title), told=escape(told), frames=frames, script=SCRIPT)


def steps_html(graph: Graph) -> str:
    """The steps within another page, one at a time, without script; nothing of it is the student's text."""
    told = bound(
        _("Choose a point, then the arrow keys go from step to step. Each share is upstream × local derivative.")
    )
    name, begin = sha256(msgspec.json.encode(graph)).hexdigest()[:8], graph.marked or 0
    shown = ",".join(
        f".steps>input:nth-of-type({k}):checked~section:nth-of-type({k})" for k in range(1, len(graph.steps) + 1)
    )
    buttons = "".join(_button(_title(graph, k), name, chosen=k == begin) for k in _numbers(graph))
    frames = "".join(_section(graph, k, head="strong", drawn=_image) for k in _numbers(graph))
    return WIDGET.format(shown=shown, told=escape(told), buttons=buttons, frames=frames)


def _button(title: str, name: str, *, chosen: bool) -> str:
    return f'<input type="radio" name="{name}" {KEYS} aria-label="{escape(bound(title))}"{" checked" * chosen}>'


def _section(graph: Graph, k: int, *, head: str, drawn: Callable[[int, Graph], str]) -> str:
    data = ' data-marked="1"' if k == graph.marked else ""
    title = f"<{head}>{escape(bound(_title(graph, k)))}</{head.partition(' ')[0]}>"
    lines = f"<pre>{escape(lines)}</pre>" if (lines := _lines(graph, k)) else ""
    return f"<section{data}>{title}{lines}{drawn(k, _at(graph, k))}</section>"


def _wrong(graph: Graph, k: int) -> str:
    return ' class="wrong"' if k == graph.marked else ""


def _image(_k: int, frame: Graph) -> str:
    return graph_image(frame)


def _svg(k: int, frame: Graph) -> str:
    """Drawn where a page has all of them: each has an arrow head of its own."""
    drawn = graph_svg(frame).replace('id="head"', f'id="head{k}"').replace("url(#head)", f"url(#head{k})")
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(graph_text(frame))}" ', 1)


def _numbers(graph: Graph) -> range:
    return range(len(graph.steps))


def _title(graph: Graph, k: int) -> str:
    step, count = graph.steps[k], len(graph.steps) - 1
    told = _("step {k} of {count}: {node} passes its gradient on").format(
        k=k, count=count, node=graph.nodes[step.caller].label if step.caller >= 0 else ""
    )
    told = {-1: _("start: the root holds its gradient"), -2: _("end of the walk")}.get(step.caller, told)
    return told + (_("   ✗ the first error") if k == graph.marked else "")


def _lines(graph: Graph, k: int) -> str:
    """What each operand receives in this step, `upstream × local = share`, beside what it got."""
    step = graph.steps[k]
    if step.caller < 0 or k == 0:
        return ""
    lines = list(_received(graph, graph.steps[k - 1], step))
    return "\n".join(lines) or "  " + _("nothing: its closure had been called before, or does nothing")


def _received(graph: Graph, before: Step, step: Step) -> Iterator[str]:
    upstream = (before.due or before.held)[step.caller]
    for i in dict.fromkeys(graph.nodes[step.caller].operands):
        name = graph.nodes[i].label.partition(" = ")[0].partition(" ← ")[0]
        got = _difference(step.held[i], before.held[i])
        share = step.due[i] - before.due[i] if step.due else got
        form = _("  {name} receives {upstream} × {local} = {share}")
        if not isinstance(share, float) or not isinstance(upstream, (int, float)) or abs(upstream) < CLOSE:
            form = _("  {name} receives {share}")
        local = share / upstream if "{local}" in form and isinstance(share, float) else 0.0  # type: ignore[operator]
        told = form.format(name=name, upstream=digits(upstream), local=digits(local), share=digits(share))
        yield told + (f"   {_('yours')} {digits(got)}" if step.due else "")


def _difference(after: float | str, before: float | str) -> float | str:
    if isinstance(after, (int, float)) and isinstance(before, (int, float)):
        return float(after - before)
    return after


def _at(graph: Graph, k: int) -> Graph:
    """The graph as it is after a step: what is due beside what is held; before the marked step nothing is wrong."""
    step, late = graph.steps[k], graph.marked is not None and k >= graph.marked
    due = step.due or step.held
    nodes = tuple(
        msgspec.structs.replace(node, expected=due[i], yours=step.held[i], right=digits(due[i]) == digits(step.held[i]))
        for i, node in enumerate(graph.nodes)
    )
    return Graph("gradient" if step.due else "held", nodes, graph.first if late else None)
