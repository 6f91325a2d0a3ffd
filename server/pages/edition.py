"""Adds the edition to the frame of a page."""

from dataclasses import replace

from server.counts.facets import EDITION
from server.site.editions import Editions
from server.site.site import Frame


def with_edition(frame: Frame, editions: Editions, edition: str) -> Frame:
    """Return a frame with its edition; addresses name it unless it is the latest."""
    own = () if edition in {"", editions.default} else ((EDITION, edition),)
    return replace(frame, parameters=(*frame.parameters, *own), edition=edition)
