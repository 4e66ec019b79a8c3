"""Signing in and out, the first time by a printed code, and changing one's password."""

from webapp.blueprints.accounts.views import bp

__all__ = ["bp"]
