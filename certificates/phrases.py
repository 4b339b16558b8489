"""The words that certificates and badges have in common, in both languages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def phrases() -> Mapping[str, Mapping[str, Any]]:
    """What phrases.yaml says, by language."""
    words: Mapping[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("phrases.yaml").read_text("utf-8"))
    return words
