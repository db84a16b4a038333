import type { Incident } from '../contract/model.ts';

/** The open incidents and the newest ended ones, for snapshots; all of them are in the store. */
export class IncidentLog {
  readonly #known = new Map<string, Incident>();
  readonly #keepEnded: number;

  constructor(keepEnded = 100) {
    this.#keepEnded = keepEnded;
  }

  put(incident: Incident): void {
    // Deleted first, so that the map's order is that of the last change.
    this.#known.delete(incident.id);
    this.#known.set(incident.id, incident);
    let ended = 0;
    for (const one of this.#known.values()) if (one.resolvedAt !== null) ended++;
    for (const one of this.#known.values()) {
      if (ended <= this.#keepEnded) return;
      if (one.resolvedAt === null) continue;
      this.#known.delete(one.id);
      ended--;
    }
  }

  /** By `startedAt`, newest first. */
  list(wanted: (incident: Incident) => boolean): Incident[] {
    return [...this.#known.values()].filter(wanted).sort((a, b) => b.startedAt - a.startedAt);
  }
}
