"""Print the PDF examples from their HTML sources in `scripts/pdf_sources`. Needs Chromium; run by hand after an edit.

The dates in the PDF's metadata are set to the day of the report, as an agency's own file would have them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRINTED = {
    "benue-2025-10-02": "benue-floods/2025-10-02-situation-report.pdf",
    "cabo-delgado-2025-06-11": "cabo-delgado/2025-06-11-situation-report.pdf",
    "malawi-2026-02-10": "malawi-cholera/2026-02-10-operation-update.pdf",
}


def print_one(browser: str, name: str, out: Path) -> None:
    """Print one source to `out`, with the metadata dates of the day in its name."""
    source = ROOT / "scripts" / "pdf_sources" / f"{name}.html"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
    subprocess.run([browser, *options, source.as_uri()], check=True, capture_output=True, timeout=120)
    day = "".join(name.rsplit("-", 3)[1:]).encode()
    # The new date is as long as the old one, so the offsets in the file stay right.
    out.write_bytes(re.sub(rb"(/(?:Creation|Mod)Date \(D:)\d{14}", rb"\g<1>" + day + b"090000", out.read_bytes()))


def main() -> None:
    """Print all of them into `examples/`."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("print_examples: no Chromium found")
    for name, target in PRINTED.items():
        print_one(browser, name, ROOT / "examples" / target)


if __name__ == "__main__":
    main()
