CREATE SCHEMA vault;

CREATE TABLE vault.head (
    one integer PRIMARY KEY CHECK (one = 1),
    format bigint NOT NULL,
    fingerprint bytea NOT NULL,
    rewrapping_from bytea,
    rewrapped_kind text NOT NULL DEFAULT '',
    rewrapped_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    erased_to bigint NOT NULL DEFAULT 0
);

CREATE TABLE vault.keys (
    kind text NOT NULL,
    id uuid NOT NULL,
    subject uuid,
    wrapped bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    PRIMARY KEY (kind, id),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE INDEX keys_of_subject ON vault.keys (subject) WHERE subject IS NOT NULL;

CREATE TABLE vault.attachments (
    id uuid PRIMARY KEY,
    media_type text NOT NULL,
    size bigint NOT NULL,
    commitment text NOT NULL,
    context text NOT NULL,
    ciphertext bytea
);
ALTER TABLE vault.attachments ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

CREATE TABLE vault.terms (
    kind text NOT NULL,
    term bytea NOT NULL,
    target_kind text NOT NULL,
    target uuid NOT NULL,
    subject uuid,
    PRIMARY KEY (kind, term, target_kind, target)
);
CREATE INDEX terms_of_subject ON vault.terms (subject) WHERE subject IS NOT NULL;

CREATE TABLE vault.identities (
    identity bytea PRIMARY KEY,
    participant uuid NOT NULL
);
CREATE INDEX identities_of_participant ON vault.identities (participant);
