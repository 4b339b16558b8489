"""The private check-in: a page that is read and used, and never drawn, answered or scored."""
