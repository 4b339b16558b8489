"""A conversation with a friend in distress: notice, ask, listen, refer, agree on what comes next."""
