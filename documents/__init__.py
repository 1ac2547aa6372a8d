"""Papers in and out: what the bot hands over as a file."""
