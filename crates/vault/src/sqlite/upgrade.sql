ALTER TABLE vault_head ADD COLUMN rewrapping_from BLOB;
ALTER TABLE vault_head ADD COLUMN rewrapped_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE vault_head ADD COLUMN rewrapped_id BLOB NOT NULL DEFAULT x'';
ALTER TABLE vault_head ADD COLUMN erased_to INTEGER NOT NULL DEFAULT 0;
UPDATE vault_head SET format = 2;
