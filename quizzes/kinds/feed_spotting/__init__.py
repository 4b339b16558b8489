"""Feed spotting: telling posts that break the rule from those that do not."""
