"""The HTML code to embed a figure of the site."""

from html import escape


def frame_code(address: str, title: str, width: int, height: int) -> str:
    """Return an iframe element with the figure at an address."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" style="max-width:100%" loading="lazy"></iframe>'
    )
