"""The history of the schema, carried out by Alembic when the store is opened."""
