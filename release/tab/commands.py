"""`python -m release page`."""

import argparse
from pathlib import Path
from typing import Any

from autograder.language import LANGUAGES


def add_to(commands: Any) -> None:
    """Add the command of this room."""
    page = commands.add_parser("page", help="write the page that judges in a browser: a folder and a zip each")
    page.add_argument("--lang", choices=("all", *LANGUAGES), default="all", help="default: %(default)s")
    page.add_argument("--numpy", type=Path, metavar="WHEEL", help="Pyodide's own wheel of numpy: linear and tensor too")
    page.set_defaults(run=_page)


def _page(options: argparse.Namespace) -> int:
    from release.sources.build import PROJECT
    from release.tab.site import write_page  # what renders the text takes a second to import

    for path in write_page(languages=() if options.lang == "all" else (options.lang,), numpy=options.numpy):
        print(path.relative_to(PROJECT))
    return 0
