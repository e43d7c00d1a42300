"""Templates with <<fields>>: what students' kits hold, an author's stubs, Gradescope's scripts."""

from pathlib import Path

from autograder.language import bound

_FOLDER = Path(__file__).parent


def text(file: str, **fields: str) -> bytes:
    """A template with its fields filled in, typeset where it is French; a field that is left over is an error."""
    content = (_FOLDER / file).read_text(encoding="utf-8")
    for name, value in fields.items():
        assert f"<<{name}>>" in content, f"{file} does not use {name}"
        content = content.replace(f"<<{name}>>", value)
    assert "<<" not in content, f"{file} has a field without a value"
    return (bound(content) if ".fr." in file else content).encode()
