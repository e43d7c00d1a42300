"""The page as an application of its own: the list that its service worker reads, and the manifest."""

import json
from collections.abc import Mapping
from hashlib import sha256


def file_list(files: Mapping[str, bytes]) -> bytes:
    """A script that names the hash of each file by its path: a browser asks again for what changed alone."""
    hashes = {path: sha256(content).hexdigest() for path, content in sorted(files.items())}
    return f"self.FILES = {json.dumps(hashes, indent=0)};\n".encode()


def manifest(title: str, language: str) -> bytes:
    """What a browser reads to install the page."""
    icon = {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}
    place = {"id": ".", "start_url": ".", "scope": ".", "display": "standalone"}
    colors = {"background_color": "#ffffff", "theme_color": "#0757b5"}
    entries = {"name": title, "short_name": "autograd", "lang": language, **place, **colors, "icons": [icon]}
    return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode()
