"""What is wrong with the form of a file, said to its author."""

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quizzes.checking import Finding

_LANGUAGE_NAMES = {"en": "English", "ms": "Malay"}
_SENTENCES = {
    "extra_forbidden": "“{field}” is not known here; is it misspelt?",
    "string_type": "“{field}” is a text: put it in quotation marks.",
    "string_too_short": "“{field}” is empty.",
    "string_pattern_mismatch": "“{input}” does not have the form of “{field}”; the pattern is {pattern}.",
    "literal_error": "“{input}” is not possible for “{field}”; possible are {expected}.",
    "union_tag_invalid": "“{tag}” is no kind; there are {expected_tags}.",
    "union_tag_not_found": "“kind” is missing.",
    "model_type": "“{field}” needs keys and values of its own.",
    "model_attributes_type": "This entry needs keys and values of its own.",
    "dict_type": "“{field}” needs keys and values of its own.",
    "mapping_type": "“{field}” needs keys and values of its own.",
    "tuple_type": "“{field}” is a list.",
}


def shape_findings(problem: ValidationError) -> Iterator[Finding]:
    """One finding for each thing that does not have its form."""
    for error in problem.errors(include_url=False):
        yield Finding(tuple(error["loc"]), _sentence(error))


def _sentence(error: ErrorDetails) -> str:
    field = str(error["loc"][-1]) if error["loc"] else "file"
    if error["type"] == "missing":
        language = _LANGUAGE_NAMES.get(field)
        return f"The {language} text (“{field}”) is missing." if language else f"“{field}” is missing."
    known = _SENTENCES.get(error["type"])
    if known is None:
        return f"“{field}”: {error['msg']}."
    return known.format_map({**error.get("ctx", {}), "field": field, "input": error["input"]})
