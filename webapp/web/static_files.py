"""Style sheets, scripts and fonts at addresses that change when any of them does.

The version is one of all files together and stands in the path, so that what a style sheet or
a script names beside itself is found under the same version without a word in it being changed.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

from flask import Flask, Response

MARK = "v-"
A_YEAR = "public, max-age=31536000, immutable"


def version_static_files(app: Flask) -> None:
    """Put the version into every address of a static file, and let browsers keep what has it.

    A file asked for under an older version, or under none, is served as it is now and asked
    for again. While somebody works on the files no version is given.
    """
    version = "" if app.debug else MARK + fingerprint(Path(app.static_folder or ""))

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and version and "filename" in values:
            values["filename"] = f"{version}/{values['filename']}"

    def send(filename: str) -> Response:
        asked, _, rest = filename.partition("/")
        if not asked.startswith(MARK):
            return app.send_static_file(filename)
        response = app.send_static_file(rest)
        if asked == version:
            response.headers["Cache-Control"] = A_YEAR
        return response

    app.view_functions["static"] = send


def fingerprint(folder: Path) -> str:
    """Return a short name for exactly these files with these contents."""
    digest = blake2b(digest_size=6)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
