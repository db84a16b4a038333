import type { Incident } from '../../contract/model.ts';

/** The open incidents and the newest ended ones, for snapshots; all of them are in the store. */
export class IncidentLog {
  readonly #open = new Map<string, Incident>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, Incident>();
  readonly #keepEnded: number;

  constructor(keepEnded = 100) {
    this.#keepEnded = keepEnded;
  }

  put(incident: Incident): void {
    if (incident.resolvedAt === null) {
      this.#open.set(incident.id, incident);
      return;
    }
    this.#open.delete(incident.id);
    this.#ended.set(incident.id, incident);
    if (this.#ended.size <= this.#keepEnded) return;
    for (const oldest of this.#ended.keys()) {
      this.#ended.delete(oldest);
      return;
    }
  }

  /** By `startedAt`, newest first. */
  list(wanted: (incident: Incident) => boolean): Incident[] {
    return [...this.#open.values(), ...this.#ended.values()].filter(wanted).sort((a, b) => b.startedAt - a.startedAt);
  }
}
