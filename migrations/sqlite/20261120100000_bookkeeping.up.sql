-- Bookkeeping of Strandline: history, log and applied texts.
-- docs/formats/bookkeeping.md explains every column. Not STRICT: a library older than 3.37
-- could then no longer open the whole file. Not AUTOINCREMENT: that leaves a table of its own behind.

CREATE TABLE strandline_history (
    sequence        INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('versioned', 'repeatable', 'bookkeeping')),
    version         TEXT NOT NULL DEFAULT '',
    name            TEXT NOT NULL DEFAULT '',
    status          TEXT NOT NULL CHECK (status IN ('applied', 'skipped', 'baseline')),
    meaning         TEXT NOT NULL DEFAULT '',
    up_sha256       TEXT NOT NULL DEFAULT '',
    down_sha256     TEXT NOT NULL DEFAULT '',
    applied_at      TEXT NOT NULL,
    applied_by      TEXT NOT NULL DEFAULT '',
    duration_ms     INTEGER NOT NULL DEFAULT 0,
    run_id          TEXT NOT NULL DEFAULT '',
    program_version TEXT NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX strandline_history_version ON strandline_history (kind, version) WHERE kind <> 'repeatable';

CREATE UNIQUE INDEX strandline_history_repeatable ON strandline_history (name) WHERE kind = 'repeatable';

-- No index on run_id: each migration would pay for it, and who asks for one run reads the log once.
CREATE TABLE strandline_log (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    happened_at     TEXT NOT NULL,
    kind            TEXT NOT NULL,
    run_id          TEXT NOT NULL DEFAULT '',
    migration_kind  TEXT NOT NULL DEFAULT '',
    version         TEXT NOT NULL DEFAULT '',
    name            TEXT NOT NULL DEFAULT '',
    direction       TEXT NOT NULL DEFAULT '' CHECK (direction IN ('', 'up', 'down')),
    statement       INTEGER NOT NULL DEFAULT 0,
    statement_count INTEGER NOT NULL DEFAULT 0,
    statements_kept INTEGER NOT NULL DEFAULT 0,
    in_transaction  INTEGER NOT NULL DEFAULT 0 CHECK (in_transaction IN (0, 1)),
    sha256          TEXT NOT NULL DEFAULT '',
    actor           TEXT NOT NULL DEFAULT '',
    host            TEXT NOT NULL DEFAULT '',
    program_version TEXT NOT NULL DEFAULT '',
    duration_ms     INTEGER NOT NULL DEFAULT 0,
    row_count       INTEGER NOT NULL DEFAULT -1,
    error_code      TEXT NOT NULL DEFAULT '',
    error           TEXT NOT NULL DEFAULT '',
    detail          TEXT NOT NULL DEFAULT ''
);

CREATE TABLE strandline_script (
    sha256   TEXT NOT NULL PRIMARY KEY,
    encoding TEXT NOT NULL CHECK (encoding IN ('utf-8', 'base64', 'none')),
    size     INTEGER NOT NULL,
    content  TEXT,
    CHECK ((encoding = 'none') = (content IS NULL))
) WITHOUT ROWID;
