ALTER TABLE vault.head
    ADD COLUMN rewrapping_from bytea,
    ADD COLUMN rewrapped_kind text NOT NULL DEFAULT '',
    ADD COLUMN rewrapped_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    ADD COLUMN erased_to bigint NOT NULL DEFAULT 0;
UPDATE vault.head SET format = 2;
