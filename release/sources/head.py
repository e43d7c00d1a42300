"""What stands above the first module in the lab notebook."""

from autograder.course import Cell, Course
from release.texts import text

AFTER_A_RESTART = {
    "fr": "# Après un redémarrage du noyau, exécutez d'abord cette cellule.",
    "en": "# After the kernel was restarted, run this cell first.",
}


def head_cells(course: Course, language: str) -> tuple[Cell, ...]:
    """The title with what to do, and the import of `check` and `show`."""
    what_to_do = text(f"lab.{language}.md", title=course.title[language]).decode().strip()
    return (
        Cell("about_kit", "", "markdown", what_to_do),
        Cell(
            "kit",
            "",
            "given",
            f"{AFTER_A_RESTART[language]}\nfrom autograder.notebook import check, hint, run, show, steps",
        ),
    )
