-- Times are wall milliseconds since 1970 unless said otherwise; hashes are 32 bytes; JSON is text.

CREATE TABLE projects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  task TEXT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE classes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  UNIQUE (project, name)
);

CREATE TABLE items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  fingerprint BIGINT NOT NULL,           -- the 64 bits, as a signed number
  class INTEGER REFERENCES classes(id) ON DELETE SET NULL,
  split INTEGER NOT NULL,                -- store::Split
  created BIGINT NOT NULL,
  UNIQUE (project, hash)
);
CREATE INDEX items_by_project ON items (project, id);
CREATE INDEX items_by_class ON items (class, id);
CREATE INDEX items_unlabelled ON items (project, id) WHERE class IS NULL;

CREATE TABLE import_cursors (
  project INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  resume_key TEXT NOT NULL,
  entries BIGINT NOT NULL,               -- of the source that are dealt with
  report TEXT NOT NULL,                  -- about those
  PRIMARY KEY (project, resume_key)
);

CREATE TABLE versions (
  project INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  manifest BLOB NOT NULL CHECK (length(manifest) = 32),
  items BIGINT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (project, number),
  UNIQUE (project, manifest)
);

CREATE TABLE models (
  project INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  job INTEGER UNIQUE,                    -- the job that made it; outlives the job
  bundle BLOB NOT NULL CHECK (length(bundle) = 32),
  report BLOB NOT NULL CHECK (length(report) = 32),
  summary TEXT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (project, number),
  FOREIGN KEY (project, version) REFERENCES versions (project, number)
);

CREATE TABLE releases (
  suffix TEXT PRIMARY KEY,
  project INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
  model INTEGER NOT NULL,
  live INTEGER NOT NULL,
  open INTEGER NOT NULL,
  updated BIGINT NOT NULL,
  FOREIGN KEY (project, model) REFERENCES models (project, number)
);
CREATE INDEX releases_by_project ON releases (project, model);

CREATE TABLE release_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  suffix TEXT NOT NULL REFERENCES releases(suffix) ON DELETE CASCADE,
  action TEXT NOT NULL,
  model INTEGER NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX release_events_by_suffix ON release_events (suffix, id);

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  project INTEGER REFERENCES projects(id) ON DELETE CASCADE,
  payload TEXT NOT NULL,
  state INTEGER NOT NULL,                -- store::JobState
  attempt INTEGER NOT NULL,
  crashes INTEGER NOT NULL,
  cancel_requested INTEGER NOT NULL,
  progress TEXT NOT NULL,
  result TEXT NOT NULL,
  error TEXT NOT NULL,
  created BIGINT NOT NULL,
  started BIGINT NOT NULL,
  finished BIGINT NOT NULL,
  lease_token TEXT,                      -- of the running attempt
  lease_boot TEXT,                       -- the boot that lease_until counts in
  lease_until BIGINT                     -- milliseconds since that boot
);
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_by_project ON jobs (project, id);

CREATE TABLE job_events (
  job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (job, sequence)
);

CREATE TABLE owner (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  password TEXT NOT NULL                 -- argon2id, in libsodium's string form
);

CREATE TABLE tokens (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  kind INTEGER NOT NULL,                 -- store::TokenKind
  name TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL                -- 0: never
);
CREATE INDEX tokens_by_name ON tokens (kind, name);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  secret BLOB NOT NULL CHECK (length(secret) = 32),   -- its SHA-256
  created BIGINT NOT NULL
);
