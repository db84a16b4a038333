/**
 * Encodes an entry of the journal, which is what one batch adds: results of any endpoints, and how far their spans have
 * grown.
 */
import type { EpochMs } from '../../../contract/model/units.ts';
import { ByteReader, ByteWriter } from '../bytes.ts';

/** A result in the journal. */
export interface JournalResult {
  /** Of its endpoint. */
  readonly key: number;
  readonly at: EpochMs;
  readonly finding: number;
  readonly figures: Uint8Array;
}

/** The newest span of an endpoint. */
export interface JournalSpan {
  readonly key: number;
  /** How far it reaches now; null: it is new, and what the journal says before this is about an earlier one. */
  readonly until: EpochMs | null;
}

export interface JournalEntry {
  readonly results: readonly JournalResult[];
  readonly spans: readonly JournalSpan[];
}

const FORMAT = 1;

const writer = new ByteWriter();

export function encodeJournal({ results, spans }: JournalEntry): Uint8Array {
  // Without results, the first span has its whole time, which takes as many bytes as it would here.
  const first = results[0]?.at ?? 0;
  writer.reset();
  writer.uint(FORMAT);
  writer.uint(Math.max(0, first));
  writer.uint(results.length);
  let last = Math.max(0, first);
  for (const { key, at, finding, figures } of results) {
    writer.uint(key);
    writer.signed(at - last);
    writer.uint(finding);
    writer.uint(figures.length);
    writer.raw(figures);
    last = at;
  }
  writer.uint(spans.length);
  last = Math.max(0, first);
  for (const { key, until } of spans) {
    writer.uint(key);
    writer.uint(until === null ? 0 : 1);
    if (until === null) continue;
    writer.signed(until - last);
    last = until;
  }
  return writer.take();
}

/** @throws RangeError when it is damaged */
export function decodeJournal(bytes: Uint8Array): JournalEntry {
  const reader = new ByteReader(bytes);
  const format = reader.uint();
  if (format !== FORMAT) throw new RangeError(`Expected a journal entry of the format ${FORMAT}, got ${format}`);
  const first = reader.uint();
  const results: JournalResult[] = [];
  let last = first;
  for (let left = reader.uint(); left > 0; left -= 1) {
    const key = reader.uint();
    last += reader.signed();
    results.push({ key, at: last, finding: reader.uint(), figures: reader.raw(reader.uint()) });
  }
  const spans: JournalSpan[] = [];
  last = first;
  for (let left = reader.uint(); left > 0; left -= 1) {
    const key = reader.uint();
    if (reader.uint() === 0) {
      spans.push({ key, until: null });
      continue;
    }
    last += reader.signed();
    spans.push({ key, until: last });
  }
  return { results, spans };
}
