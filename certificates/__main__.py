"""Draws a sample of every language and script into a folder: python -m certificates FOLDER."""

import argparse
import sys
from pathlib import Path

from certificates.claims import canonical_bytes, claims_from_bytes
from certificates.drawing import Drawer
from certificates.press import DrawingFailed
from certificates.samples import SAMPLES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m certificates", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the PDFs are written; it is made when it is missing")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    drawer, failures = Drawer(), 0
    for label, sample in SAMPLES.items():
        try:
            pdf = drawer.draw(claims_from_bytes(canonical_bytes(sample)))
        except DrawingFailed as failure:
            print(f"{label}: {failure}", file=sys.stderr)
            failures += 1
        else:
            (folder / f"{label}.pdf").write_bytes(pdf)
    print(f"{len(SAMPLES) - failures} of {len(SAMPLES)} certificates drawn into {folder}.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
