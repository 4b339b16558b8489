"""Comment care: who may comment, filters and keywords, tuned on streams that are seen and judged on one that is not."""
