CREATE TABLE vault_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    format INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    rewrapping_from BLOB,
    rewrapped_kind TEXT NOT NULL DEFAULT '',
    rewrapped_id BLOB NOT NULL DEFAULT x'',
    erased_to INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE keys (
    kind TEXT NOT NULL,
    id BLOB NOT NULL,
    subject BLOB,
    wrapped BLOB,
    created_at INTEGER NOT NULL DEFAULT (unixepoch()),
    destroyed_at INTEGER,
    PRIMARY KEY (kind, id),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX keys_of_subject ON keys (subject) WHERE subject IS NOT NULL;

CREATE TABLE attachments (
    id BLOB PRIMARY KEY,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    commitment TEXT NOT NULL,
    context TEXT NOT NULL,
    ciphertext BLOB
) STRICT;

CREATE TABLE terms (
    kind TEXT NOT NULL,
    term BLOB NOT NULL,
    target_kind TEXT NOT NULL,
    target BLOB NOT NULL,
    subject BLOB,
    PRIMARY KEY (kind, term, target_kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_of_subject ON terms (subject) WHERE subject IS NOT NULL;

CREATE TABLE identities (
    identity BLOB PRIMARY KEY,
    participant BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_of_participant ON identities (participant);
