"""An index of every entry's words; entries from before are put into it while the service runs."""

from alembic import op

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # The tokens are made by us and parted by spaces; the tokenizer takes letters beyond ASCII as they are. Three
        # letters, as one begins to type a word, would else be sought among all the words that begin so.
        options = "detail = none, columnsize = 0, tokenize = 'ascii', prefix = '3'"
        op.execute(f"CREATE VIRTUAL TABLE search USING fts5(tokens, {options})")
        return
    op.execute(
        "CREATE TABLE search (rowid BIGINT PRIMARY KEY REFERENCES entries ON DELETE CASCADE, tokens TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX search_tokens ON search USING gin (tokens)")
