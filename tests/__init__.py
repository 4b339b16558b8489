"""The tests. This is a package so that tests/course can never be imported in place of course."""
