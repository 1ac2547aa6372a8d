"""The JSON API of the page, by which a test or a script can be a person too."""
