"""Where alembic finds the connection that the gradebook opened."""

from alembic import context

from examgen.gradebook.schema import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, transactional_ddl=False
)
context.run_migrations()
