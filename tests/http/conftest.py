"""Fixtures of several files of tests over HTTP."""

import pytest

from server.share.card import LinkCard, draw_card


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[LinkCard]:
    """Return a list to which every card drawn from now on is added."""
    found: list[LinkCard] = []

    def drawing(card: LinkCard) -> str:
        found.append(card)
        return draw_card(card)

    monkeypatch.setattr("server.share.routes.draw_card", drawing)
    return found
