"""What a look-up refuses, as facts."""

from __future__ import annotations


class NotThere(LookupError):
    """There is nothing of this kind by this name, or not for whoever asks: both look alike."""

    def __init__(self, kind: str, name: object) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name
