"""What a worker may read: the standard library, numpy, and nothing that is installed beside them.

Standard library only: this runs in the zygote.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from contextlib import suppress
from typing import Any

STANDARD = os.path.dirname(os.__file__)
BESIDE = ("site-packages", "dist-packages")  # perhaps this kit, with its graders
# Compiled modules cannot be loaded through a descriptor: they are loaded ahead where it comes to that.
COMPILED = (
    *("array", "binascii", "cmath", "fcntl", "math", "resource", "select", "unicodedata", "zlib"),
    *("_bisect", "_blake2", "_contextvars", "_csv", "_ctypes", "_datetime", "_decimal", "_heapq", "_json", "_md5"),
    *("_opcode", "_pickle", "_posixsubprocess", "_queue", "_random", "_sha1", "_sha2", "_sha256", "_sha512", "_sha3"),
    *("_socket", "_statistics", "_struct"),
)


def readable(numpy: str | None) -> list[str]:
    """Files and folders that a worker may read; `numpy` is the folder that numpy is installed in."""
    standard = [os.path.join(STANDARD, name) for name in os.listdir(STANDARD) if name not in BESIDE]
    packages = [os.path.join(numpy, name) for name in ("numpy", "numpy.libs")] if numpy else []
    return standard + [path for path in packages if os.path.exists(path)]


def can_be_reached() -> bool:
    """Whether this user can read the standard library: root's own interpreter is often in root's home."""
    try:
        os.close(os.open(os.path.join(STANDARD, "os.py"), os.O_RDONLY))
    except OSError:
        return False
    return True


def open_ahead(numpy: str | None) -> None:
    """Let this process and its children import what they could not reach by its path any more."""
    for name in COMPILED:
        with suppress(ImportError):
            importlib.import_module(name)
    folders = [("", STANDARD)] + ([("numpy", numpy)] if numpy else [])
    sys.meta_path += [Shelf(package, folder) for package, folder in folders]


class Shelf(importlib.abc.MetaPathFinder):
    """Finds modules in a folder that was opened while it could be: paths are resolved from its descriptor."""

    def __init__(self, package: str, folder: str) -> None:
        self.package, self.folder = package, folder
        self.descriptor = os.open(folder, os.O_PATH)

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> Any:
        if self.package not in ("", fullname.partition(".")[0]):
            return None
        stem = fullname.replace(".", os.sep)
        for inner, is_package in ((os.path.join(stem, "__init__.py"), True), (f"{stem}.py", False)):
            with suppress(OSError):
                os.stat(inner, dir_fd=self.descriptor)
                place = os.path.join(self.folder, inner)
                loader = Loader(fullname, place, self)
                return importlib.util.spec_from_file_location(
                    fullname, loader=loader, submodule_search_locations=[] if is_package else None
                )
        return None


class Loader(importlib.machinery.SourceFileLoader):
    """Reads a module through the descriptor of its shelf."""

    def __init__(self, fullname: str, path: str, shelf: Shelf) -> None:
        super().__init__(fullname, path)
        self._shelf = shelf

    def get_data(self, path: Any) -> bytes:
        file = os.open(self._inner(path), os.O_RDONLY, dir_fd=self._shelf.descriptor)
        with open(file, "rb") as stream:
            return stream.read()

    def path_stats(self, path: Any) -> dict[str, Any]:
        found = os.stat(self._inner(path), dir_fd=self._shelf.descriptor)
        return {"mtime": found.st_mtime, "size": found.st_size}

    def _inner(self, path: str) -> str:
        return os.path.relpath(path, self._shelf.folder)
