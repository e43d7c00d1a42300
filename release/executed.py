"""The corrigé's pictures and outputs: it is run as in Jupyter, but for what checks and measures."""

from collections.abc import Callable, Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from autograder.errors import KitError
from release.sources.notebook import notebook_bytes

_client: Callable[..., NotebookClient] = NotebookClient  # nbclient has no types
SECONDS = 120  # for one cell: the longest trains a network
SKIP = "skip-execution"  # nbclient's tag
MEASURED = "measure_"  # what such a cell says is another thing each time, and a corrigé is the same bytes
QUIET = ["--log-level=ERROR"]  # the kernel warns that its connection within this machine is not encrypted


def executed(notebook: bytes, *, checks: Collection[str]) -> bytes:
    """The notebook with what its cells display, but for the cells with these ids: what they say is no news here.

    Raises KitError, with the cell and its error, where one fails: the author's code does not run in order.
    """
    node: Any = nbformat.reads(notebook.decode(), as_version=4)
    skipped = [cell for cell in node.cells if cell.id in checks or cell.id.startswith(MEASURED)]
    for cell in skipped:
        cell.metadata["tags"] = [SKIP]
    with TemporaryDirectory(prefix="corrige-") as folder:
        _run(node, Path(folder))
    for cell in skipped:
        del cell.metadata["tags"]
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
    return notebook_bytes(node)


def _run(node: Any, folder: Path) -> None:
    client = _client(
        node,
        extra_arguments=QUIET,
        timeout=SECONDS,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": folder}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        failed = next(x.id for x in node.cells if any(o.output_type == "error" for o in x.get("outputs", ())))
        raise KitError(f"the corrigé's cell {failed} does not run: {error.ename}: {error.evalue}") from None
