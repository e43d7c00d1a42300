"""What stands above the first module in the lab notebook."""

from pathlib import Path

from autograder.course import Cell, Course

_TEXTS = Path(__file__).parent / "texts"


def head_cells(course: Course, language: str) -> tuple[Cell, ...]:
    """The title with what to do, and the import of `check`."""
    text = (_TEXTS / f"lab.{language}.md").read_text(encoding="utf-8").strip()
    return (
        Cell("about_kit", "", "markdown", text.replace("{title}", course.title[language])),
        Cell("kit", "", "given", "from autograder.notebook import check"),
    )
