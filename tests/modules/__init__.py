"""Tests of the lessons' loader, checker, renderer and preview."""
