"""How days are written in Japanese offices: the grammar behind `domain/when.py`."""
