"""The SHACL shapes, one Turtle file a layer."""

from importlib.resources import files


def names() -> list[str]:
    """Return the layers that have shapes, sorted (`derived`, `reference`, `source` ...)."""
    shape_files = (file.name for file in files(__name__).iterdir())
    return sorted(name.removesuffix(".ttl") for name in shape_files if name.endswith(".ttl"))


def read(layer: str) -> bytes:
    """Return the Turtle of one layer's shapes."""
    return (files(__name__) / f"{layer}.ttl").read_bytes()
