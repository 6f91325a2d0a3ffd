"""The HTML code to embed a figure of the site."""

from html import escape

# Pixels of a frame. An embedded page fits it from 360 pixels of width on: it shows few bars, and a
# larger table scrolls within the page.
WIDTH, HEIGHT = 640, 640


def frame_code(address: str, title: str, width: int, height: int) -> str:
    """Return an iframe element with the figure at an address."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" style="max-width:100%" loading="lazy"></iframe>'
    )
