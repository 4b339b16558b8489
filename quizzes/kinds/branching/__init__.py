"""A story with branches: predict, choose, see what follows, and find a way back."""
