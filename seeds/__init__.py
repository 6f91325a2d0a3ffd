"""The source documents, byte for byte, and the manifest that describes them."""

from importlib.resources import files


def manifest() -> bytes:
    """Return `manifest.toml` as it lies in the package."""
    return (files(__name__) / "manifest.toml").read_bytes()


def document(file: str) -> bytes:
    """Return the bytes of the source document `file`, a name that the manifest gives."""
    return (files(__name__) / file).read_bytes()
