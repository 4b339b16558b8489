"""Measurements that a stranger can repeat; each is a script."""
