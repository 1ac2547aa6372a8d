"""What the bot says: one function per message, structure in Python, wording in templates/*.j2."""
