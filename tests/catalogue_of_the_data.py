"""The catalogue that a new conference has, for tests that need no database of their own."""

from sqlalchemy import create_engine
from sqlmodel import SQLModel

from domain.catalogue import Catalogue
from storage import catalogue


def _load() -> Catalogue:
    engine = create_engine("sqlite://")
    with engine.connect() as db:
        SQLModel.metadata.create_all(db)
        catalogue.prepare(db, "yamaguchi")
        loaded = catalogue.load(db, "yamaguchi")
    engine.dispose()
    return loaded


CATALOGUE = _load()
