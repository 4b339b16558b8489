"""Ordering: putting the steps of a safe response in order, and leaving out those that do harm."""
