"""Makes the texts for faults of a query."""

import unicodedata

from server.http.texts import BilingualText, problem_texts, text_of
from server.query.fault import QueryFault

_LONGEST = 60


def fault_text(fault: QueryFault) -> BilingualText:
    """Return the text for a fault."""
    found = fault.found if len(fault.found) <= _LONGEST else f"{fault.found[:_LONGEST]}…"
    return text_of(
        f"fault.{fault.kind}",
        found=_visible(found),
        needed=text_of("fault.space") if fault.needed == " " else fault.needed.strip(),
        name=_character_name(fault.found),
        before=_found_text("before", found),
        at=_found_text("at", found),
        expected=_listed(fault.expected),
    )


def hint_text(name: str) -> BilingualText:
    """Return the text on a variable of SELECT that HAVING compares."""
    return text_of("fault.alias_in_having", name=name)


def _visible(found: str) -> BilingualText:
    """Return the text with wide spaces, which are invisible, replaced by their name."""
    space = text_of("fault.wide_space")
    return BilingualText(*(found.replace("\u3000", name) for name in (space.ja, space.en)))


def _listed(symbols: tuple[str, ...]) -> BilingualText:
    names = [
        text_of(key)
        if (key := f"token.{symbol}") in problem_texts()
        else BilingualText(symbol, symbol)
        for symbol in symbols
    ]
    separator = text_of("fault.separator")
    return BilingualText(
        separator.ja.join(name.ja for name in names), separator.en.join(name.en for name in names)
    )


def _found_text(key: str, found: str) -> BilingualText:
    return text_of(f"fault.{key}", found=found) if found else text_of(f"fault.{key}_end")


def _character_name(found: str) -> str:
    sign = found[:1]
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() if sign else ""
