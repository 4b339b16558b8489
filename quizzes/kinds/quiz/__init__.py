"""The module quiz: questions drawn from a pool by the cells of a blueprint."""
