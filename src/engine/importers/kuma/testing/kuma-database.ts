/** Makes databases as Uptime Kuma writes them: the tables of its migrations, as far as an import reads them. */
import { DatabaseSync } from 'node:sqlite';

const MONITOR = `
  CREATE TABLE monitor (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(150), active BOOLEAN NOT NULL DEFAULT 1,
    user_id INTEGER, interval INTEGER NOT NULL DEFAULT 60, url TEXT, type VARCHAR(20), weight INTEGER DEFAULT 2000,
    hostname VARCHAR(255), port INTEGER, created_date DATETIME, keyword VARCHAR(255), maxretries INTEGER NOT NULL DEFAULT 1,
    ignore_tls BOOLEAN NOT NULL DEFAULT 0, upside_down BOOLEAN NOT NULL DEFAULT 0, maxredirects INTEGER NOT NULL DEFAULT 10,
    accepted_statuscodes_json TEXT NOT NULL DEFAULT '["200-299"]', retry_interval INTEGER NOT NULL DEFAULT 30,
    push_token VARCHAR(32), method TEXT NOT NULL DEFAULT 'GET', timeout DOUBLE NOT NULL DEFAULT 10, parent INTEGER);
`;
const HEARTBEAT_1 = `
  CREATE TABLE heartbeat (id INTEGER PRIMARY KEY AUTOINCREMENT, important BOOLEAN NOT NULL DEFAULT 0,
    monitor_id INTEGER NOT NULL, status SMALLINT NOT NULL, msg TEXT, time DATETIME NOT NULL, ping INTEGER,
    duration INTEGER NOT NULL DEFAULT 0, down_count INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX monitor_time_index ON heartbeat (monitor_id, time);
`;
const statTable = (name: string): string => `
  CREATE TABLE ${name} (id INTEGER PRIMARY KEY AUTOINCREMENT, monitor_id INTEGER NOT NULL, timestamp INTEGER NOT NULL,
    ping FLOAT NOT NULL, up SMALLINT NOT NULL, down SMALLINT NOT NULL, ping_min FLOAT NOT NULL DEFAULT 0,
    ping_max FLOAT NOT NULL DEFAULT 0, extras TEXT, UNIQUE (monitor_id, timestamp));
`;
const VERSION_2 = `
  ALTER TABLE heartbeat ADD COLUMN end_time DATETIME;
  ALTER TABLE heartbeat ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE heartbeat ADD COLUMN response TEXT;
  ${['stat_minutely', 'stat_hourly', 'stat_daily'].map(statTable).join('')}
`;

export interface Beat {
  /** In epoch milliseconds. */
  readonly at: number;
  /** 0 down, 1 up, 2 pending, 3 maintenance. Default 1. */
  readonly status?: number;
  readonly ping?: number | null;
  readonly msg?: string;
}

export interface Stat {
  readonly at: number;
  readonly up: number;
  readonly down?: number;
  /** The mean, the lowest and the highest. */
  readonly ping?: readonly [avg: number, min: number, max: number];
  readonly maintenance?: number;
}

export class KumaDatabase implements Disposable {
  readonly #database: DatabaseSync;

  constructor(path: string, version: 1 | 2) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(MONITOR + HEARTBEAT_1 + (version === 2 ? VERSION_2 : ''));
  }

  /** @returns its id */
  monitor(name: string, type = 'http'): number {
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO monitor (name, type, url, push_token) VALUES (?, ?, ?, ?)')
      .run(name, type, 'https://shop.example/', type === 'push' ? 'abcdefghijklmnop' : null);
    return Number(lastInsertRowid);
  }

  beats(monitor: number, beats: readonly Beat[]): void {
    const insert = this.#database.prepare(
      'INSERT INTO heartbeat (monitor_id, status, msg, time, ping) VALUES (?, ?, ?, ?, ?)',
    );
    this.#database.exec('BEGIN');
    for (const { at, status = 1, ping = null, msg = '200 - OK' } of beats) {
      insert.run(monitor, status, msg, new Date(at).toISOString().replace('T', ' ').replace('Z', ''), ping);
    }
    this.#database.exec('COMMIT');
  }

  stats(table: 'stat_minutely' | 'stat_hourly' | 'stat_daily', monitor: number, stats: readonly Stat[]): void {
    const insert = this.#database.prepare(
      `INSERT INTO ${table} (monitor_id, timestamp, up, down, ping, ping_min, ping_max, extras) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const { at, up, down = 0, ping = [0, 0, 0], maintenance = 0 } of stats) {
      const extras = maintenance === 0 ? null : JSON.stringify({ maintenance });
      insert.run(monitor, at / 1000, up, down, ...ping, extras);
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
