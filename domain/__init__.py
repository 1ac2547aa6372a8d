"""What is true: the conference's words, rules and readings – no Slack, no database, no clock."""
