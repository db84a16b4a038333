import type { EpochMs } from '../../../contract/model/units.ts';

/** Merges streams that are each sorted by time. */
export function mergedByTime<Row extends { readonly at: EpochMs }>(streams: readonly Iterable<Row>[]): Iterable<Row> {
  const [first = [], ...others] = streams;
  // Most charts read one stream, and each generator that a row goes through takes time.
  return others.length === 0 ? first : merged(first, mergedByTime(others));
}

function* merged<Row extends { readonly at: EpochMs }>(first: Iterable<Row>, others: Iterable<Row>): Generator<Row> {
  const rest = others[Symbol.iterator]();
  let next = rest.next();
  for (const row of first) {
    while (next.done !== true && next.value.at < row.at) {
      yield next.value;
      next = rest.next();
    }
    yield row;
  }
  while (next.done !== true) {
    yield next.value;
    next = rest.next();
  }
}
