"""The blueprint that the pages about polls add themselves to."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("ballots", __name__, url_prefix="/ballots")
