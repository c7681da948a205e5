"""A small writer of PDF files for the tests: text at places, lines, pages. Only what the reader is tested on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Sheet:
    """A page of 595 by 842 points (A4). Places are measured from the top left, as a reader sees them."""

    marks: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 10, bold: bool = False) -> Sheet:
        """Put `words` on the line `y`."""
        shown = (
            words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").decode("cp1252")
        )
        self.marks.append(f"BT /F{2 if bold else 1} {size} Tf 1 0 0 1 {x} {842 - y} Tm ({shown}) Tj ET")
        return self

    def lines(self, x: float, y: float, rows: Sequence[str], size: float = 10, leading: float = 12) -> Sheet:
        """Put `rows` one below the other."""
        for number, words in enumerate(rows):
            self.text(x, y + number * leading, words, size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Draw a line."""
        self.marks.append(f"0.8 w {x0} {842 - y0} m {x1} {842 - y1} l S")
        return self

    def disc(self, x: float, y: float, size: float = 3) -> Sheet:
        """Draw a small square, as a bullet that is no letter."""
        self.marks.append(f"{x} {842 - y} {size} {size} re f")
        return self

    def grid(
        self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], height: float = 18
    ) -> Sheet:
        """Draw a table with lines around its cells."""
        edges = [x + sum(widths[:count]) for count in range(len(widths) + 1)]
        for count in range(len(rows) + 1):
            self.rule(edges[0], y + count * height, edges[-1], y + count * height)
        for edge in edges:
            self.rule(edge, y, edge, y + len(rows) * height)
        for row, cells in enumerate(rows):
            for edge, words in zip(edges, cells, strict=False):
                self.text(edge + 3, y + row * height + 13, words)
        return self

    def picture(self) -> Sheet:
        """A grey picture over the page, as a scanner leaves it."""
        self.marks.append("q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q")
        return self


def pdf(
    sheets: Sequence[Sheet], *, created: str | None = None, title: str | None = None, locked: bool = False
) -> bytes:
    """The bytes of a PDF of these pages. `created` looks like 20240503101500; `locked` needs a password."""
    fonts = [f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>" for name in FONTS]
    info = (f"/CreationDate (D:{created}Z) " if created else "") + (f"/Title ({title}) " if title else "")
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>",
        *fonts,
        f"<< {info}>>",
    ]
    for number, sheet in enumerate(sheets):
        stream = "\n".join(sheet.marks)
        resources = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        content = f"/MediaBox [0 0 595 842] /Resources {resources} /Contents {7 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {content} >>")
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    return _file(objects, locked)


FONTS = ("Helvetica", "Helvetica-Bold")
# A standard lock with keys that no password opens.
_LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >> /ID [<00><00>] "


def _file(objects: Sequence[str], locked: bool) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, words in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{words}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R {_LOCK if locked else ''}"
    return bytes(out) + f"trailer << {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
