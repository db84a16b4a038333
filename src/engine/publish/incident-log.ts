import { RECENT_INCIDENTS } from '../../contract/channels/snapshot.ts';
import type { Incident } from '../../contract/model/incident.ts';

/** The open incidents and the newest ended ones, for snapshots. The store has all of them. */
export class IncidentLog {
  readonly #open = new Map<string, Incident>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, Incident>();
  readonly #keepEnded: number;

  constructor(keepEnded = RECENT_INCIDENTS) {
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

  /** Open incidents, newest `startedAt` first. */
  open(wanted: (incident: Incident) => boolean): Incident[] {
    return newestFirst(this.#open, wanted);
  }

  /** Ended incidents, newest `startedAt` first. */
  ended(wanted: (incident: Incident) => boolean): Incident[] {
    return newestFirst(this.#ended, wanted);
  }
}

function newestFirst(incidents: ReadonlyMap<string, Incident>, wanted: (incident: Incident) => boolean): Incident[] {
  return [...incidents.values()].filter(wanted).sort((a, b) => b.startedAt - a.startedAt);
}
