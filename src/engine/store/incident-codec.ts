/** Incidents on their way to the database, and their order. Apart from the tables, so that it loads no SQLite. */
import type { Incident } from '../../contract/model/incident.ts';

/** An incident on its way to the database. */
export interface EncodedIncident extends Omit<Incident, 'cause' | 'evidence'> {
  /** Cause and evidence as JSON. */
  readonly data: string;
}

/** @throws TypeError when the evidence is not JSON */
export function encodeIncident({ cause, evidence, ...rest }: Incident): EncodedIncident {
  return { ...rest, data: JSON.stringify({ cause, evidence }) };
}

/** What a result stored by an earlier Lookout may lack. */
const LACKING = { metrics: {}, selfMs: 0, swallowed: 0 } as const satisfies Partial<Incident['evidence']>;

/** The inverse of `encodeIncident`, of its `data`. */
export function decodeIncidentData(data: string): Pick<Incident, 'cause' | 'evidence'> {
  const { cause, evidence } = JSON.parse(data) as Pick<Incident, 'cause' | 'evidence'>;
  return { cause, evidence: { ...LACKING, ...evidence } };
}

/** The order in which incidents are given: by start, newest first, and by id where that is the same. */
export function newestFirst(a: Incident, b: Incident): number {
  return b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1);
}
