"""What is kept: SQLModel tables on SQLite or PostgreSQL, and one file of questions per subject."""
