"""Tests of the quizzes library, on a small bank of its own; one test reads the bank that is shipped."""
