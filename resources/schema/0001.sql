CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- the document, in the parts that patches speak of
CREATE TABLE part (path TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;

-- one row an edit; rows after meta.head are what redo does again
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  label TEXT NOT NULL,
  forward TEXT NOT NULL,
  inverse TEXT NOT NULL,
  at TEXT NOT NULL
);

CREATE TABLE blob (sha TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE take (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  role TEXT NOT NULL,
  key TEXT NOT NULL,
  blob TEXT NOT NULL REFERENCES blob (sha),
  json TEXT NOT NULL
);
CREATE INDEX take_by_key ON take (key);
