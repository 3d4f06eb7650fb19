import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { DatabaseSync } from 'node:sqlite';

export interface User {
  readonly id: number;
  readonly name: string;
}

/** A sign-in and every refresh token that came of it. */
export interface Family {
  readonly id: string;
  readonly userId: number;
  readonly revoked: 0 | 1;
  /** Access tokens with a lower serial number count as expired. */
  readonly lowestSerial: number;
}

export interface Note {
  readonly id: number;
  readonly text: string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS families (
    id TEXT PRIMARY KEY, userId INTEGER NOT NULL REFERENCES users, revoked INTEGER NOT NULL DEFAULT 0,
    serial INTEGER NOT NULL DEFAULT 0, lowestSerial INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS refreshTokens (
    hash TEXT PRIMARY KEY, family TEXT NOT NULL REFERENCES families, used INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, userId INTEGER NOT NULL REFERENCES users, text TEXT NOT NULL);
`;

/** The embedded database: one file, or memory. All its calls are synchronous, so each method is atomic. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #news = new EventEmitter().setMaxListeners(0);

  constructor(file = ':memory:') {
    this.#db = new DatabaseSync(file);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;');
    this.#db.exec(SCHEMA);
  }

  close(): void {
    this.#db.close();
  }

  /** Adds a user unless there is one of that name. */
  addUser(name: string, password: string): void {
    const salt = randomBytes(16);
    this.#db
      .prepare('INSERT INTO users (name, salt, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(name, salt, hashOf(password, salt));
  }

  findUser(name: string, password: string): User | undefined {
    const row = this.#db.prepare('SELECT * FROM users WHERE name = ?').get(name) as
      (User & { salt: Uint8Array; hash: Uint8Array }) | undefined;

    return row && timingSafeEqual(hashOf(password, row.salt), row.hash) ? { id: row.id, name: row.name } : undefined;
  }

  userOf(family: string): User | undefined {
    return this.#db
      .prepare(
        'SELECT users.id, users.name FROM users JOIN families ON families.userId = users.id WHERE families.id = ?',
      )
      .get(family) as User | undefined;
  }

  addFamily(id: string, userId: number): void {
    this.#db.prepare('INSERT INTO families (id, userId) VALUES (?, ?)').run(id, userId);
  }

  family(id: string): Family | undefined {
    return this.#db.prepare('SELECT * FROM families WHERE id = ?').get(id) as Family | undefined;
  }

  revoke(family: string): void {
    this.#db.prepare('UPDATE families SET revoked = 1 WHERE id = ?').run(family);
    this.#news.emit(`family ${family}`);
  }

  /** The serial number of the family's next access token. */
  nextSerial(family: string): number {
    const row = this.#db
      .prepare('UPDATE families SET serial = serial + 1 WHERE id = ? RETURNING serial')
      .get(family) as { serial: number };

    return row.serial;
  }

  /** Makes every access token that the family has count as expired. */
  expireAccessTokens(family: string): void {
    this.#db.prepare('UPDATE families SET lowestSerial = serial + 1 WHERE id = ?').run(family);
    this.#news.emit(`family ${family}`);
  }

  /** Tells whenever access tokens of a family may have stopped being good. Answers what ends that. */
  watchFamily(family: string, tell: () => void): () => void {
    return this.#watch(`family ${family}`, tell);
  }

  addRefreshToken(hash: string, family: string): void {
    this.#db.prepare('INSERT INTO refreshTokens (hash, family) VALUES (?, ?)').run(hash, family);
  }

  refreshToken(hash: string): { family: string; used: 0 | 1 } | undefined {
    return this.#db.prepare('SELECT family, used FROM refreshTokens WHERE hash = ?').get(hash) as
      { family: string; used: 0 | 1 } | undefined;
  }

  /** How many refresh tokens its family had when one was added, itself included. */
  serialOf(hash: string): number {
    const row = this.#db
      .prepare(
        'SELECT count(*) AS serial FROM refreshTokens JOIN refreshTokens AS it USING (family) WHERE it.hash = ? AND refreshTokens.rowid <= it.rowid',
      )
      .get(hash) as { serial: number };

    return row.serial;
  }

  useUp(hash: string): void {
    this.#db.prepare('UPDATE refreshTokens SET used = 1 WHERE hash = ?').run(hash);
  }

  notes(userId: number): Note[] {
    return this.#db.prepare('SELECT id, text FROM notes WHERE userId = ? ORDER BY id').all(userId) as unknown as Note[];
  }

  addNote(userId: number, text: string): Note {
    const note = this.#db
      .prepare('INSERT INTO notes (userId, text) VALUES (?, ?) RETURNING id, text')
      .get(userId, text) as unknown as Note;
    this.#news.emit(`notes ${userId}`, note);

    return note;
  }

  /** Tells of every note that a user writes from now on. Answers what ends that. */
  watchNotes(userId: number, tell: (note: Note) => void): () => void {
    return this.#watch(`notes ${userId}`, tell);
  }

  removeNote(userId: number, id: number): boolean {
    return this.#db.prepare('DELETE FROM notes WHERE userId = ? AND id = ?').run(userId, id).changes === 1;
  }

  #watch(topic: string, tell: (note: Note) => void): () => void {
    this.#news.on(topic, tell);

    return () => this.#news.off(topic, tell);
  }
}

function hashOf(password: string, salt: Uint8Array): Buffer {
  return scryptSync(password, salt, 32);
}
