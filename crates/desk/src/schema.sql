CREATE TABLE desk_head (one INTEGER PRIMARY KEY CHECK (one = 1), format BIGINT NOT NULL);
INSERT INTO desk_head (one, format) VALUES (1, 1);
-- Who signs in. What he may do is said by events, never here.
CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    login TEXT UNIQUE,
    password TEXT,
    issuer TEXT,
    subject TEXT,
    participant TEXT,
    official TEXT,
    created_at BIGINT NOT NULL,
    notices_seen BIGINT NOT NULL DEFAULT 0,
    UNIQUE (issuer, subject)
);
CREATE INDEX accounts_by_participant ON accounts (participant);
CREATE INDEX accounts_by_official ON accounts (official);
-- The key is the SHA-256 of what the browser shows.
CREATE TABLE sessions (
    secret TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX tokens_by_account ON tokens (account);
CREATE TABLE drafts (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE TABLE follows (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    initiative TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (account, initiative)
);
