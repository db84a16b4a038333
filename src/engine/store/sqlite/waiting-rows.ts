import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { EncodedIncident } from '../incident-codec.ts';
import type { EncodedResult } from '../result-codec.ts';
import type { EncodedEvidence } from './methods.ts';
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
  #lastSeq = 0;

  get size(): number {
    const keyed = [this.#spans, this.#incidents, this.#presence, this.#evidence, this.#documents];
    return keyed.reduce((sum, { size }) => sum + size, this.#results.length);
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
    return Math.min(
      this.#results[0]?.seq ?? Infinity,
      this.#spans.oldestSeq,
      this.#incidents.oldestSeq,
      this.#presence.oldestSeq,
      this.#evidence.oldestSeq,
      this.#documents.oldestSeq,
    );
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
    };
  }

  putBack(taken: TakenRows): void {
    this.#results = [...taken.results, ...this.#results];
    this.#spans.putBack(taken.spans);
    this.#incidents.putBack(taken.incidents);
    this.#presence.putBack(taken.presence);
    this.#evidence.putBack(taken.evidence);
    this.#documents.putBack(taken.documents);
  }

  /** Removes up to `count` of the oldest results. @returns how many were removed */
  dropOldestResults(count: number): number {
    return this.#results.splice(0, count).length;
  }

  #nextSeq(): number {
    this.#lastSeq += 1;
    return this.#lastSeq;
  }
}
