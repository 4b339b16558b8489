"""The files that belong to the project, as git sees them: committed, or new and not ignored."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def project_files(*endings: str) -> tuple[Path, ...]:
    """All files, or those whose names end so."""
    # A checkout may belong to another user than the one who tests it, which git refuses by default.
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    files = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted(file for file in files if file.is_file() and file.name.endswith(endings or ("",))))


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))
