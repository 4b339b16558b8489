"""Lateral reading: a claim is left behind for other tabs, then judged true, false, misleading or open."""
