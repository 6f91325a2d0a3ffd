"""A list of header fields with access by name (RFC 9110, 5.1)."""


class Fields:
    """Access to a list of fields; the list is changed in place."""

    __slots__ = ("_fields", "_indexes")

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        """Take the fields, names in any case."""
        self._fields = fields
        self._indexes: dict[str, list[int]] = {}
        for index, (name, _) in enumerate(fields):
            self._indexes.setdefault(name.lower(), []).append(index)

    def get(self, name: str) -> str:
        """Return the value, joined if there are several fields, "" without such a field.

        `name` is in lower case.
        """
        indexes = self._indexes.get(name, ())
        return ", ".join([self._fields[index][1] for index in indexes])

    def set(self, name: str, value: str) -> None:
        """Give the only field of this name a value."""
        indexes = self._indexes.get(name.lower())
        if indexes is None:
            self._indexes[name.lower()] = [len(self._fields)]
            self._fields.append((name, value))
        else:
            for index in indexes:
                self._fields[index] = (name, value)
