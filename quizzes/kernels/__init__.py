"""The formulas of scoring, each alone in its file and free of any content."""
