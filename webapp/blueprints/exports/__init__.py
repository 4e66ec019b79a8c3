"""Getting a motion's text: as a page to print, plain text, Markdown or JSON."""

from webapp.blueprints.exports.views import bp

__all__ = ["bp"]
