-- What the code expects. users.loyalty_points is the column that production lacks.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    loyalty_points INTEGER NOT NULL DEFAULT 0
);
