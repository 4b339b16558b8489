"""What every named refusal shares."""


class Refusal(Exception):
    """Something asked for that cannot be done; `errors.py` and the views turn its name into a sentence."""
