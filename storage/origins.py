"""As-ofs and sources as rows hold them. Hundreds of rows share a few, so equal ones are made once."""

from functools import lru_cache

from domain.model import AsOf, Source

AS_OF = ("as_of_first", "as_of_last", "as_of_precision", "as_of_words", "as_of_year_inferred")
SOURCE = ("source_document", "source_page")

as_of = lru_cache(maxsize=1_000)(AsOf)
source = lru_cache(maxsize=1_000)(Source)
