-- Bookkeeping of Strandline: history, log and applied texts.
-- docs/formats/bookkeeping.md explains every column. Names are unqualified on purpose:
-- the database is the current one. IF NOT EXISTS, because DDL commits here and a
-- creation that was interrupted must be able to go on.

CREATE TABLE IF NOT EXISTS strandline_history (
    sequence        bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind            varchar(16) NOT NULL CHECK (kind IN ('versioned', 'repeatable', 'bookkeeping')),
    version         varchar(255) NOT NULL DEFAULT '',
    name            varchar(255) NOT NULL DEFAULT '',
    status          varchar(16) NOT NULL CHECK (status IN ('applied', 'skipped', 'baseline')),
    meaning         char(64) NOT NULL DEFAULT '',
    up_sha256       char(64) NOT NULL DEFAULT '',
    down_sha256     char(64) NOT NULL DEFAULT '',
    applied_at      datetime(3) NOT NULL,
    applied_by      varchar(255) NOT NULL DEFAULT '',
    duration_ms     bigint NOT NULL DEFAULT 0,
    run_id          varchar(64) NOT NULL DEFAULT '',
    program_version varchar(64) NOT NULL DEFAULT '',
    -- What a partial index does elsewhere: a version is unique unless the row is a repeatable one.
    unique_key      varchar(255) AS (CASE WHEN kind = 'repeatable' THEN name ELSE version END) VIRTUAL,
    UNIQUE KEY strandline_history_unique (kind, unique_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- No index on run_id: each migration would pay for it, and who asks for one run reads the log once.
CREATE TABLE IF NOT EXISTS strandline_log (
    id              bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    happened_at     datetime(3) NOT NULL,
    kind            varchar(64) NOT NULL,
    run_id          varchar(64) NOT NULL DEFAULT '',
    migration_kind  varchar(16) NOT NULL DEFAULT '',
    version         varchar(255) NOT NULL DEFAULT '',
    name            varchar(255) NOT NULL DEFAULT '',
    direction       varchar(8) NOT NULL DEFAULT '' CHECK (direction IN ('', 'up', 'down')),
    statement       int NOT NULL DEFAULT 0,
    statement_count int NOT NULL DEFAULT 0,
    statements_kept int NOT NULL DEFAULT 0,
    in_transaction  tinyint NOT NULL DEFAULT 0,
    sha256          char(64) NOT NULL DEFAULT '',
    actor           varchar(255) NOT NULL DEFAULT '',
    host            varchar(255) NOT NULL DEFAULT '',
    program_version varchar(64) NOT NULL DEFAULT '',
    duration_ms     bigint NOT NULL DEFAULT 0,
    row_count       bigint NOT NULL DEFAULT -1,
    error_code      varchar(64) NOT NULL DEFAULT '',
    error           text NOT NULL,
    detail          mediumtext NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS strandline_script (
    sha256   char(64) NOT NULL PRIMARY KEY,
    encoding varchar(8) NOT NULL CHECK (encoding IN ('utf-8', 'base64', 'none')),
    size     bigint NOT NULL,
    content  longtext,
    CHECK ((encoding = 'none') = (content IS NULL))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
