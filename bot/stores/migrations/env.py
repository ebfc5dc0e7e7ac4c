"""Alembic's environment: migrate over the connection that `open_database` hands in."""

from alembic import context

from bot.stores.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
