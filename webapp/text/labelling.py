"""Labelling: how a clause is marked where it stands, when lists are restyled and joined."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.text.clause import Marker
from webapp.text.marks import Join, Restyle, Siblings, Slot
from webapp.text.tails import Tails


class Labelling:
    """The markers under one mask: style belongs to the list, as far as its members knew."""

    def __init__(self, tails: Tails) -> None:
        self.fabric = tails.fabric
        self.mask = tails.mask
        self.tails = tails

    def marker(self, slot: Slot, siblings: Siblings, join: Join | None) -> Marker:
        """Return the marker of a clause in a slot; `join` brought its list to where it is read."""
        restyle = self._restyle(siblings, slot)
        if join is not None:
            joiners = join.inserted & self.mask
            received = self.tails.lists(join.receiver)
            later = self._last(filter(None, (self._restyle(each, slot) for each in received)))
            if later is not None and not self.fabric.has_seen(joiners, later.inserted & self.mask):
                return later.marker
            if join.marker is not None and not self._knew(slot, restyle, joiners):
                return join.marker
        return slot.marker if restyle is None else restyle.marker

    def _restyle(self, siblings: Siblings, slot: Slot) -> Restyle | None:
        """Return the last restyling of a list that whoever put the clause there had not seen."""
        placers = slot.inserted & self.mask
        is_written = self._is_written(slot)
        unseen = [
            each
            for each in siblings.restyles
            if (thing := each.inserted & self.mask)
            and not self.fabric.has_seen(placers, thing)
            and not (is_written and placers & thing)
        ]
        return self._last(unseen)

    def _last(self, restyles: Iterable[Restyle]) -> Restyle | None:
        return max(restyles, key=lambda each: self.fabric.rank(each, self.mask), default=None)

    def _knew(self, slot: Slot, restyle: Restyle | None, joiners: int) -> bool:
        """Tell whether whoever last labelled the clause knew of the join."""
        labellers = slot.inserted if restyle is None else restyle.inserted
        labellers &= self.mask
        knew = self.fabric.has_seen(labellers, joiners)
        return knew or bool(labellers & joiners and (restyle is not None or self._is_written(slot)))

    @staticmethod
    def _is_written(slot: Slot) -> bool:
        """Tell whether the author wrote the label, rather than took that of the new siblings."""
        return not slot.is_move and slot.host is None and slot.mark.head is None
