import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { EncodedIncident } from '../incident-codec.ts';
import type { EncodedResult } from '../result-codec.ts';
import type { EncodedChanges, EncodedEvidence, EncodedMemory } from './methods.ts';
import type { Presence } from '../status-history.ts';
import type { StoredDocument } from '../store.ts';
import { KeyedRows, type Queued } from './keyed-rows.ts';

export type TakenRows = ReturnType<WaitingRows['take']>;

/** The rows that wait to be written, each numbered in the order in which it was added. */
export class WaitingRows {
  #results: Queued<EncodedResult>[] = [];
  readonly #spans = new KeyedRows<StatusSpan>(({ endpointId, from }) => `${from} ${endpointId}`);
  readonly #incidents = new KeyedRows<EncodedIncident>(({ id }) => id);
  readonly #evidence = new KeyedRows<EncodedEvidence>(({ incidentId }) => incidentId);
  readonly #presence = new KeyedRows<Presence>(({ state, from }) => `${from} ${state}`);
  readonly #documents = new KeyedRows<StoredDocument>(({ collection, id }) => `${collection} ${id}`);
  readonly #changes = new KeyedRows<EncodedChanges>(({ endpointId, at }) => `${at} ${endpointId}`);
  readonly #memory = new KeyedRows<EncodedMemory>(({ endpointId }) => endpointId);
  #lastSeq = 0;

  get size(): number {
    return this.#keyed.reduce((sum, { size }) => sum + size, this.#results.length);
  }

  get resultCount(): number {
    return this.#results.length;
  }

  /** The number of the row that was added last. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The lowest number among the rows; Infinity without rows. */
  get oldestSeq(): number {
    return Math.min(this.#results[0]?.seq ?? Infinity, ...this.#keyed.map(({ oldestSeq }) => oldestSeq));
  }

  addResult(row: EncodedResult): void {
    this.#results.push({ row, seq: this.#nextSeq() });
  }

  addSpan(row: StatusSpan): void {
    this.#spans.put(row, () => this.#nextSeq());
  }

  addIncident(row: EncodedIncident): void {
    this.#incidents.put(row, () => this.#nextSeq());
  }

  addPresence(row: Presence): void {
    this.#presence.put(row, () => this.#nextSeq());
  }

  addEvidence(row: EncodedEvidence): void {
    this.#evidence.put(row, () => this.#nextSeq());
  }

  addDocument(row: StoredDocument): void {
    this.#documents.put(row, () => this.#nextSeq());
  }

  addChanges(row: EncodedChanges): void {
    this.#changes.put(row, () => this.#nextSeq());
  }

  addMemory(row: EncodedMemory): void {
    this.#memory.put(row, () => this.#nextSeq());
  }

  /** Takes the oldest rows, up to `rows` of each type. */
  take(rows: number) {
    return {
      results: this.#results.splice(0, rows),
      spans: this.#spans.take(rows),
      incidents: this.#incidents.take(rows),
      presence: this.#presence.take(rows),
      evidence: this.#evidence.take(rows),
      // All: an incident must never be written before the document that follows from it.
      documents: this.#documents.take(Infinity),
      changes: this.#changes.take(rows),
      memory: this.#memory.take(rows),
    };
  }

  putBack(taken: TakenRows): void {
    this.#results = [...taken.results, ...this.#results];
    this.#spans.putBack(taken.spans);
    this.#incidents.putBack(taken.incidents);
    this.#presence.putBack(taken.presence);
    this.#evidence.putBack(taken.evidence);
    this.#documents.putBack(taken.documents);
    this.#changes.putBack(taken.changes);
    this.#memory.putBack(taken.memory);
  }

  /** Removes up to `count` of the oldest results. @returns how many were removed */
  dropOldestResults(count: number): number {
    return this.#results.splice(0, count).length;
  }

  get #keyed(): readonly Pick<KeyedRows<unknown>, 'size' | 'oldestSeq'>[] {
    return [this.#spans, this.#incidents, this.#presence, this.#evidence, this.#documents, this.#changes, this.#memory];
  }

  #nextSeq(): number {
    this.#lastSeq += 1;
    return this.#lastSeq;
  }
}
