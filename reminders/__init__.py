"""Saying it on time: what is to be said when, composed from the facts of the moment, posted once."""
