"""Business that members choose by a ballot: what is open, what was chosen, and opening one."""

from webapp.blueprints.selections import chairing, showing
from webapp.blueprints.selections.blueprint import bp

__all__ = ["bp", "chairing", "showing"]
