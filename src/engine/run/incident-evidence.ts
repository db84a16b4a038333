/** Keeps the evidence of first failures until an incident confirms them, and completes it with what this machine knows. */
import { availableParallelism, freemem, loadavg, networkInterfaces, totalmem } from 'node:os';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import { evidencePart } from '../check/net/probe/evidence.ts';

/**
 * The most evidence held for all endpoints together, in characters: thousands that fail at once must not fill the
 * memory.
 */
const MAX_HELD = 16_000_000;
/** Beyond that, parts longer than this are dropped. */
const SHORT = 2_000;

/** How busy this process is. */
export interface Load {
  readonly inFlight: number;
  readonly waiting: number;
  readonly lateMs: Ms;
}

export interface IncidentEvidenceOptions {
  readonly record: (incident: Incident, parts: readonly EvidencePart[]) => void;
  /** Whether there still is an endpoint of this id. */
  readonly isWatched: (id: EndpointId) => boolean;
  /** Finds the route to a host, as text; null: it is unknown. Absent: no route is traced. */
  readonly traceRoute?: (host: string) => Promise<string | null>;
}

export class IncidentEvidence {
  readonly #options: IncidentEvidenceOptions;
  readonly #held = new Map<EndpointId, readonly EvidencePart[]>();
  #characters = 0;

  constructor(options: IncidentEvidenceOptions) {
    this.#options = options;
  }

  /** Holds the evidence of the first failed check of a row. */
  hold(id: EndpointId, parts: readonly EvidencePart[]): void {
    this.drop(id);
    if (this.#characters >= MAX_HELD) this.#dropRemoved();
    const kept = this.#characters < MAX_HELD ? parts : parts.filter(({ content }) => content.length <= SHORT);
    this.#held.set(id, kept);
    this.#characters += lengthOf(kept);
  }

  /** The row ended. */
  drop(id: EndpointId): void {
    this.#characters -= lengthOf(this.#held.get(id) ?? []);
    this.#held.delete(id);
  }

  /** Nothing reports that an endpoint was removed while it failed, so this checks for it when there is no room left. */
  #dropRemoved(): void {
    for (const id of this.#held.keys()) if (!this.#options.isWatched(id)) this.drop(id);
  }

  /** The row became an incident: records what was held, and later the route to the host. Never rejects. */
  async confirm(incident: Incident, host: string, load: Load): Promise<void> {
    const parts = [...(this.#held.get(incident.endpointId) ?? []), evidencePart('machine', describeMachine(load))];
    this.drop(incident.endpointId);
    this.#options.record(incident, parts);
    const route = await this.#options.traceRoute?.(host).catch(() => null);
    if (typeof route === 'string' && route !== '') {
      this.#options.record(incident, [...parts, evidencePart('route', route)]);
    }
  }
}

function lengthOf(parts: readonly EvidencePart[]): number {
  return parts.reduce((sum, { content }) => sum + content.length, 0);
}

/** This machine as its own programs would print it. */
function describeMachine({ inFlight, waiting, lateMs }: Load): string {
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  const addresses = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
    all.map(({ cidr, address }) => `${name}  ${cidr ?? address}`),
  );
  return [
    `load  ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}  (${availableParallelism()} CPUs)`,
    `memory free  ${gigabytes(freemem())} of ${gigabytes(totalmem())}`,
    `check started  ${lateMs.toFixed(1)} ms late`,
    `checks in flight  ${inFlight}, waiting ${waiting}`,
    ...addresses,
  ].join('\n');
}
