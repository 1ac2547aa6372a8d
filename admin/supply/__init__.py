"""What the bot is built from: its list, and what is known against it."""
