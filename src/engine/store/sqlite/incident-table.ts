/** Incidents and their evidence. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EvidencePart } from '../../../contract/model/evidence.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { HistoryIncident } from '../../../contract/model/status-history.ts';
import { decodeIncidentData, newestFirst, type EncodedIncident } from '../incident-codec.ts';
import type { IncidentQuery } from '../store.ts';
import { rows } from './database.ts';

interface IncidentRow {
  readonly id: string;
  readonly endpoint_id: EndpointId;
  readonly started_at: EpochMs;
  readonly last_failure_at: EpochMs;
  readonly resolved_at: EpochMs | null;
  readonly failures: number;
  readonly data: string;
}

const INCIDENTS = `SELECT incident.id, endpoint.id AS endpoint_id, started_at, last_failure_at, resolved_at, failures, data
  FROM incident JOIN endpoint ON endpoint.key = incident.endpoint`;
const NEWEST_FIRST = 'ORDER BY started_at DESC, incident.id DESC';
const OVERLAPS = 'endpoint = ? AND started_at <= ? AND (resolved_at IS NULL OR resolved_at >= ?)';
/** After an incident, ended at or after a time or open, and open or not where that is given. */
const WANTED = `(started_at < ? OR (started_at = ? AND incident.id < ?))
  AND (resolved_at IS NULL OR resolved_at >= ?) AND (resolved_at IS NULL) IS coalesce(?, resolved_at IS NULL)`;
/** Later than any time. */
const LAST = Number.MAX_SAFE_INTEGER;

export class IncidentTable {
  readonly #upsert: StatementSync;
  readonly #all: StatementSync;
  readonly #ofEndpoint: StatementSync;
  readonly #open: StatementSync;
  readonly #ended: StatementSync;
  readonly #overlapping: StatementSync;
  readonly #count: StatementSync;
  readonly #delete: StatementSync;
  readonly #saveEvidence: StatementSync;
  readonly #evidence: StatementSync;

  constructor(database: DatabaseSync) {
    this.#saveEvidence = database.prepare('INSERT OR REPLACE INTO evidence (incident, data) VALUES (?, ?)');
    this.#evidence = database.prepare('SELECT data FROM evidence WHERE incident = ?');
    this.#upsert = database.prepare(
      `INSERT OR REPLACE INTO incident (id, endpoint, started_at, last_failure_at, resolved_at, failures, data)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#all = database.prepare(`${INCIDENTS} WHERE removed_at IS NULL AND ${WANTED} ${NEWEST_FIRST} LIMIT ?`);
    this.#ofEndpoint = database.prepare(`${INCIDENTS} WHERE endpoint = ? AND ${WANTED} ${NEWEST_FIRST} LIMIT ?`);
    this.#open = database.prepare(`${INCIDENTS} WHERE removed_at IS NULL AND resolved_at IS NULL ${NEWEST_FIRST}`);
    this.#ended = database.prepare(
      `${INCIDENTS} WHERE removed_at IS NULL AND resolved_at IS NOT NULL ${NEWEST_FIRST} LIMIT ?`,
    );
    this.#overlapping = database.prepare(
      `SELECT started_at AS "from", resolved_at AS "to", failures FROM incident WHERE ${OVERLAPS} ORDER BY started_at`,
    );
    this.#count = database.prepare(`SELECT count(*) AS count FROM incident WHERE ${OVERLAPS}`);
    this.#delete = database.prepare(
      'DELETE FROM incident WHERE id IN (SELECT id FROM incident WHERE endpoint = ? AND (resolved_at < ? OR ?) LIMIT ?)',
    );
  }

  save(key: number, incident: EncodedIncident): void {
    this.#upsert.run(
      incident.id,
      key,
      Math.round(incident.startedAt),
      Math.round(incident.lastFailureAt),
      incident.resolvedAt === null ? null : Math.round(incident.resolvedAt),
      incident.failures,
      incident.data,
    );
  }

  saveEvidence(incidentId: string, json: string): void {
    this.#saveEvidence.run(incidentId, deflateRawSync(json));
  }

  /** Empty: there is none, or it cannot be read. */
  evidence(incidentId: string): readonly EvidencePart[] {
    const [row] = rows<{ data: Uint8Array }>(this.#evidence, incidentId);
    if (row === undefined) return [];
    try {
      return JSON.parse(inflateRawSync(row.data).toString('utf8')) as EvidencePart[];
    } catch {
      return [];
    }
  }

  /**
   * Newest first, as `Store.incidents` says.
   * @param key null: of all endpoints that are not removed
   */
  list(
    key: number | null,
    { before = LAST, beforeId = '', endedAfter = 0, open, limit }: IncidentQuery,
  ): readonly Incident[] {
    const wanted = [before, before, beforeId, Math.round(endedAfter), open === undefined ? null : Number(open), limit];
    const found =
      key === null ? rows<IncidentRow>(this.#all, ...wanted) : rows<IncidentRow>(this.#ofEndpoint, key, ...wanted);
    return found.map(incidentOf);
  }

  /** All open incidents and the newest ended ones, newest first, of endpoints that are not removed. */
  current(ended: number): readonly Incident[] {
    return [...rows<IncidentRow>(this.#open), ...rows<IncidentRow>(this.#ended, ended)]
      .map(incidentOf)
      .sort(newestFirst);
  }

  /** The incidents that were open at any time from `from` to `to`, oldest first. */
  overlapping(key: number, from: EpochMs, to: EpochMs): readonly HistoryIncident[] {
    const found = rows<Omit<HistoryIncident, 'incidents'>>(this.#overlapping, key, Math.round(to), Math.round(from));
    return found.map((row) => ({ ...row, incidents: 1 }));
  }

  /** The number of incidents that were open at any time from `from` to `to`. */
  count(key: number, from: EpochMs, to: EpochMs): number {
    return rows<{ count: number }>(this.#count, key, Math.round(to), Math.round(from))[0]?.count ?? 0;
  }

  /** Removes up to `limit` incidents that ended before a time, or any incidents, and returns their number. */
  prune(key: number, before: EpochMs | 'any', limit: number): number {
    return Number(
      this.#delete.run(key, before === 'any' ? 0 : Math.round(before), before === 'any' ? 1 : 0, limit).changes,
    );
  }
}

function incidentOf(row: IncidentRow): Incident {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    startedAt: row.started_at,
    lastFailureAt: row.last_failure_at,
    resolvedAt: row.resolved_at,
    failures: row.failures,
    ...decodeIncidentData(row.data),
  };
}
