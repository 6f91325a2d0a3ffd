"""The bytes of a survey text → positioned lines.

A page begins at a line with one leading ASCII space or a form feed (both written by the program
that made the text), or after a footer: a number alone on a line before blank lines.

A letter and a combining mark (か and ゛, as macOS writes them) are read as one letter (が).
"""

import codecs
import re
import unicodedata

from converter.errors import DocumentFault, InputError
from converter.rows import Line

FOOTER = re.compile(r"\d{1,4}")
# Minimum blank lines after a footer; an entry's number alone on its line has one at most.
BLANK_LINES_AFTER_FOOTER = 2
# Encodings to try, in this order; a message names the first that gives kana.
OTHER_ENCODINGS = ("cp932", "euc_jp", "utf-16-le", "utf-16-be")
NAMES = {
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
KANA = re.compile(r"[ぁ-んァ-ヶ]")
EXPECTED = "UTF-8 text of the survey"
# Voicing marks and accents only: full NFC would also replace compatibility kanji.
DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f\u3099\u309a]+")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def bytes_to_lines(data: bytes, file: str) -> tuple[Line, ...]:
    """Return the lines of a survey text, each with its number and sheet (both 1-based).

    Form feeds, the leading spaces that replace them, and footers are removed.

    Raises:
        InputError: The bytes are empty, binary, or in an encoding other than UTF-8.
    """
    text = _decode(data, file).replace("\r\n", "\n").replace("\r", "\n")
    composed = DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    return _with_sheets(composed.split("\n"))


def _with_sheets(texts: list[str]) -> tuple[Line, ...]:
    lines: list[Line] = []
    sheet, turned = 1, False
    for number, text in enumerate(texts, start=1):
        if _is_footer(texts, number - 1):
            turned = True
            continue
        for index, part in enumerate(text.split("\f")):
            stripped = part.strip(" ")
            turned = turned or index > 0 or (part.startswith(" ") and bool(stripped))
            if turned and stripped:
                sheet, turned = sheet + 1, False
            lines.append(Line(number, sheet, stripped))
    return tuple(lines)


def _is_footer(texts: list[str], index: int) -> bool:
    if not FOOTER.fullmatch(texts[index].strip(" ")):
        return False
    after = texts[index + 1 : index + 1 + BLANK_LINES_AFTER_FOOTER]
    before = texts[index - 1] if index else ""
    ends_page = bool(after) and after[0].startswith("\f")
    return not before.strip() and (ends_page or not any(text.strip() for text in after))


def _decode(data: bytes, file: str) -> str:
    if not data.strip():
        raise _fault(file, "an empty file")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _fault(file, "text in UTF-16", remedy="save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _undecodable(data, file, error) from error
    if control := CONTROLS.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise _fault(file, f"binary data (U+{ord(control.group()):04X})", line)
    return text


def _undecodable(data: bytes, file: str, error: UnicodeDecodeError) -> InputError:
    if encoding := _other_encoding(data):
        return _fault(file, f"text in {encoding}", remedy="save it as UTF-8")
    if error.end == len(data) and error.reason == "unexpected end of data":
        return _fault(file, "an end within a character", remedy="is the file cut short?")
    position = error.start
    line = data.count(b"\n", 0, position) + 1
    return _fault(file, f"binary data (byte 0x{data[position]:02X})", line)


def _other_encoding(data: bytes) -> str | None:
    for encoding in OTHER_ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if KANA.search(text) and not CONTROLS.search(text):
            return NAMES[encoding]
    return None


def _fault(file: str, found: str, line: int | None = None, *, remedy: str = "") -> InputError:
    expected = f"{EXPECTED} ({remedy})" if remedy else EXPECTED
    return InputError((DocumentFault(file, None, line, found, expected),))
