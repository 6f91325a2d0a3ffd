"""Pages that tell of one edition."""

from dataclasses import replace

from server.counts.facets import EDITION
from server.site.editions import Editions
from server.site.site import Frame


def with_edition(frame: Frame, editions: Editions, edition: str) -> Frame:
    """Return a frame that tells its edition; the latest one stands in no address."""
    own = () if edition in {"", editions.default} else ((EDITION, edition),)
    return replace(frame, parameters=(*frame.parameters, *own), edition=edition)
