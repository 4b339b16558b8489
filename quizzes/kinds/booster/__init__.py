"""The booster: some days later, a few questions to recall and the kinds of post that went worst."""
