"""A list of header fields with access by name (RFC 9110, 5.1)."""


class Fields:
    """Access to a list of fields; the list is changed in place."""

    __slots__ = ("_fields", "_places")

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        """Take the fields, names in any case."""
        self._fields = fields
        self._places: dict[str, list[int]] = {}
        for index, (name, _) in enumerate(fields):
            self._places.setdefault(name.lower(), []).append(index)

    def get(self, name: str) -> str:
        """Return the value, joined if there are several fields, "" without such a field.

        `name` is in lower case.
        """
        places = self._places.get(name, ())
        return ", ".join([self._fields[place][1] for place in places])

    def set(self, name: str, value: str) -> None:
        """Give the only field of this name a value."""
        places = self._places.get(name.lower())
        if places is None:
            self._places[name.lower()] = [len(self._fields)]
            self._fields.append((name, value))
        else:
            for place in places:
                self._fields[place] = (name, value)
