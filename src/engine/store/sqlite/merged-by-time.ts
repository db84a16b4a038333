import type { EpochMs } from '../../../contract/model/units.ts';

/** Merges streams that are each sorted by time. */
export function* mergedByTime<Row extends { readonly at: EpochMs }>(streams: readonly Iterable<Row>[]): Generator<Row> {
  const [first, ...others] = streams;
  if (first === undefined) return;
  const rest = mergedByTime(others);
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
