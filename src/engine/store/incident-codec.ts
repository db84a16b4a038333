/**
 * Encodes incidents for the database, and defines their order. Separate from the tables, so that it does not load
 * SQLite.
 */
import type { Incident } from '../../contract/model/incident.ts';

/** An incident encoded for the database. */
export interface EncodedIncident extends Omit<Incident, 'cause' | 'evidence'> {
  /** Cause and evidence as JSON. */
  readonly data: string;
}

/** @throws TypeError when the evidence is not JSON */
export function encodeIncident({ cause, evidence, ...rest }: Incident): EncodedIncident {
  return { ...rest, data: JSON.stringify({ cause, evidence }) };
}

/** Values for fields that results of older versions do not have. */
const LACKING = { metrics: {}, selfMs: 0, disturbed: false, swallowed: null } as const satisfies Partial<
  Incident['evidence']
>;

/** Decodes the `data` of `encodeIncident`. */
export function decodeIncidentData(data: string): Pick<Incident, 'cause' | 'evidence'> {
  const { cause, evidence } = JSON.parse(data) as Pick<Incident, 'cause' | 'evidence'>;
  return { cause, evidence: { ...LACKING, ...evidence } };
}

/** The order of incidents: by start, newest first, then by id. */
export function newestFirst(a: Incident, b: Incident): number {
  return b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1);
}
