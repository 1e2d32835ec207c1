"""How a text file is written: its encoding and its separator, found out from its bytes."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes

from documents.tables.header import find_header

SEPARATORS = (";", ",", "\t", "|", "¦")
SAMPLE_RECORDS = 200
MAX_CELL = 200_000
MAX_LINE = 5_000_000
MOST_LINES = 500  # that one record may run over
END = "\x02end\x03"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What French and Belgian offices still produce: Windows, old Mac, DOS.
ONE_BYTE = ["cp1252", "mac_roman", "cp850"]
FRENCH_LETTERS = frozenset("éèêëàâäîïôöùûüçœæÉÈÊËÀÂÎÏÔÙÛÇŒ’‘“”«»°–—€·…²\xa0")


class OpenQuoteError(csv.Error):
    """A quotation mark is opened on this line and never closed."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def _patch(error: UnicodeError) -> tuple[str, int]:
    """A file in UTF-8 with a few bytes of Windows: those bytes are read as Windows."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("escale_windows", _patch)


def detect_encoding(file: BinaryIO) -> str:
    """The encoding of a text file. Reads all of it once, a line at a time."""
    file.seek(0)
    start = file.read(4096)
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    if wide := _without_mark(start):
        return wide
    return _utf8_or_one_byte(file)


def _without_mark(start: bytes) -> str:
    """UTF-16 written without its mark: every other byte of Latin text is zero."""
    if len(start) < 8:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) * 0.3 and even < len(start) * 0.05:
        return "utf-16-le"
    if even > len(start) * 0.3 and odd < len(start) * 0.05:
        return "utf-16-be"
    return ""


def _utf8_or_one_byte(file: BinaryIO) -> str:
    """UTF-8 when nearly every line with an accent is; otherwise the one-byte encoding that gives French letters."""
    file.seek(0)
    right = wrong = 0
    odd_lines: list[bytes] = []
    for line in file:
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            right += 1
        except UnicodeDecodeError:
            wrong += 1
            if len(odd_lines) < 2000:
                odd_lines.append(line[:2000])
    if wrong == 0 or right >= 3 * wrong:
        return "utf-8"
    return _one_byte(b"".join(odd_lines))


def _one_byte(sample: bytes) -> str:
    def french(encoding: str) -> float:
        letters = [c for c in sample.decode(encoding, errors="replace") if ord(c) > 127]
        return sum(letter in FRENCH_LETTERS for letter in letters) / max(1, len(letters))

    best = max(ONE_BYTE, key=french)
    if french(best) > 0.6:
        return best
    guess = from_bytes(sample).best()
    return guess.encoding if guess else "cp1252"


def decoded_lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of the file as text, without NUL bytes. One line in memory at a time.

    Raises `csv.Error` on a line too long to be one.
    """
    file.seek(0)
    errors = "escale_windows" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")  # type: ignore[type-var]
    try:
        while line := text.readline(MAX_LINE):
            if len(line) == MAX_LINE:
                raise csv.Error("line too long")
            yield line.replace("\0", "")
    finally:
        text.detach()


def records(lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line number where it begins, cells) of each record; a quoted cell may run over several lines.

    Raises `OpenQuoteError` when a quotation mark is opened and never closed: the rest would vanish into one cell.
    """
    csv.field_size_limit(MAX_CELL)
    parser = csv.reader(itertools.chain(lines, [END]), delimiter=separator, quotechar='"')
    begins, ended = 1, False
    while True:
        try:
            cells = next(parser, None)
        except csv.Error as error:
            raise OpenQuoteError(begins) from error
        if cells is None:
            break
        ended = cells == [END]
        if not ended:
            if any(END in cell for cell in cells) or parser.line_num - begins > MOST_LINES:
                raise OpenQuoteError(begins)
            yield begins, cells
        begins = parser.line_num + 1


def detect_separator(lines: Iterable[str]) -> str:
    """The separator that cuts the first records into the most regular columns. `sep=;` at the top decides."""
    sample = list(itertools.islice(lines, SAMPLE_RECORDS * 3))
    if sample and sample[0].strip().lower().startswith("sep=") and len(sample[0].strip()) == 5:
        return sample[0].strip()[4]
    return max(SEPARATORS, key=lambda separator: _regularity(sample, separator))


def _regularity(sample: list[str], separator: str) -> float:
    """How sure it is that this separator is the one: columns found × share of records that have just as many.

    A comma followed by spaces is prose; a first wide row without figures names the columns.
    """
    try:
        cut = [cells for _, cells in itertools.islice(records(sample, separator), SAMPLE_RECORDS) if any(cells)]
    except OpenQuoteError:
        return 0
    if not cut:
        return 0
    (width, times), *_ = Counter(map(len, cut)).most_common(1)
    if width == 1:
        return 0.001 * sum(len(cells) > 1 for cells in cut)
    inner = [cell for cells in cut for cell in cells[1:] if cell]
    prose = sum(cell.startswith(" ") for cell in inner) > 0.5 * len(inner)
    named = find_header([[cell.strip() for cell in cells] for cells in cut], list(range(len(cut)))).present
    sure = (times / len(cut)) ** 2 * (1 + min(width, 40) / 10)
    return sure * (0.4 if prose else 1) * (1.5 if named else 1)
