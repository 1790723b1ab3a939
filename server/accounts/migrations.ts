/** What the database looks like, step by step. Each step is taken once, in a transaction of its own; `user_version` says how many were. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE accounts (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     folded TEXT NOT NULL UNIQUE,
     password TEXT NOT NULL,
     administrator INTEGER NOT NULL,
     disabled INTEGER NOT NULL,
     made_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE sessions (
     id TEXT PRIMARY KEY,
     account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
     current TEXT NOT NULL,
     previous TEXT NOT NULL,
     rotated_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX sessions_of_account ON sessions (account);`,
  // Links that administrators give: a kind, the hash of the secret, and for whom.
  `CREATE TABLE links (
     hash TEXT PRIMARY KEY,
     kind TEXT NOT NULL CHECK (kind IN ('invite', 'reset')),
     account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
     administrator INTEGER NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT;`,
];
