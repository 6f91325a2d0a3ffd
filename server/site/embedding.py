"""The HTML with which others show a figure of the site."""

from html import escape


def frame_code(address: str, title: str, width: int, height: int) -> str:
    """Return a frame with the figure at an address."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" loading="lazy"></iframe>'
    )
