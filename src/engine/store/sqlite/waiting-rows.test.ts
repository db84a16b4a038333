import { expect, test } from 'vitest';
import { DAY_ONE, encodeResult, aResult } from '../testing/store-fixture.ts';
import { WaitingRows } from './waiting-rows.ts';

const result = (at: number) => encodeResult(aResult('a', DAY_ONE + at));
const span = (from: number, to: number) => ({ endpointId: 'a', status: 'up' as const, from, to });
const incident = (id: string, failures: number) => ({
  id,
  endpointId: 'a',
  startedAt: 0,
  lastFailureAt: 0,
  resolvedAt: null,
  failures,
  data: '',
});
const document = (id: string, json: string) => ({ collection: 'c', id, at: 0, open: false, json });

/** One row of each type. */
function filled(): WaitingRows {
  const rows = new WaitingRows();
  rows.addResult(result(0));
  rows.addSpan(span(0, 1));
  rows.addIncident(incident('i', 1));
  rows.addPresence({ state: 'running', from: 0, to: 1 });
  rows.addEvidence({ incidentId: 'i', endpointId: 'a', json: '[]' });
  rows.addDocument(document('d', '1'));
  rows.addChanges({ endpointId: 'a', at: 0, json: '[]' });
  rows.addMemory({ endpointId: 'a', json: '{}' });
  return rows;
}

test('rows are numbered in the order in which they came, and a later one takes the place of an earlier one', () => {
  const rows = filled();
  expect([rows.size, rows.resultCount, rows.lastSeq, rows.oldestSeq]).toEqual([8, 1, 8, 1]);
  rows.addSpan(span(0, 2));
  rows.addIncident(incident('i', 2));
  rows.addPresence({ state: 'running', from: 0, to: 2 });
  rows.addEvidence({ incidentId: 'i', endpointId: 'a', json: '[2]' });
  rows.addDocument(document('d', '2'));
  rows.addChanges({ endpointId: 'a', at: 0, json: '[2]' });
  rows.addMemory({ endpointId: 'a', json: '{"n":2}' });
  expect([rows.size, rows.lastSeq]).toEqual([8, 8]);
  const taken = rows.take(10);
  expect(taken.spans).toEqual([{ row: span(0, 2), seq: 2 }]);
  expect(taken.incidents).toEqual([{ row: incident('i', 2), seq: 3 }]);
  expect(taken.presence).toEqual([{ row: { state: 'running', from: 0, to: 2 }, seq: 4 }]);
  expect(taken.evidence).toEqual([{ row: { incidentId: 'i', endpointId: 'a', json: '[2]' }, seq: 5 }]);
  expect(taken.documents).toEqual([{ row: document('d', '2'), seq: 6 }]);
  expect(taken.changes).toEqual([{ row: { endpointId: 'a', at: 0, json: '[2]' }, seq: 7 }]);
  expect(taken.memory).toEqual([{ row: { endpointId: 'a', json: '{"n":2}' }, seq: 8 }]);
  expect([rows.size, rows.oldestSeq]).toEqual([0, Infinity]);
});

test('rows of another name wait beside each other', () => {
  const rows = filled();
  rows.addSpan({ ...span(0, 2), endpointId: 'b' });
  rows.addSpan(span(5, 6));
  rows.addIncident(incident('j', 1));
  rows.addPresence({ state: 'asleep', from: 0, to: 1 });
  rows.addPresence({ state: 'running', from: 5, to: 6 });
  rows.addEvidence({ incidentId: 'j', endpointId: 'a', json: '[]' });
  rows.addDocument({ ...document('d', '1'), collection: 'other' });
  rows.addDocument(document('e', '1'));
  rows.addChanges({ endpointId: 'b', at: 0, json: '[]' });
  rows.addChanges({ endpointId: 'a', at: 5, json: '[]' });
  rows.addMemory({ endpointId: 'b', json: '{}' });
  expect(rows.size).toBe(19);
  const taken = rows.take(1);
  expect(Object.values(taken).map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 3, 1, 1]);
  expect(rows.size).toBe(9);
});

test('rows that could not be written come first again, unless later ones have taken their place', () => {
  const rows = filled();
  rows.addResult(result(1));
  rows.addIncident(incident('j', 1));
  const taken = rows.take(2);
  expect([rows.size, rows.resultCount]).toEqual([0, 0]);
  rows.addResult(result(2));
  rows.addIncident(incident('i', 9));
  rows.putBack(taken);
  expect([rows.size, rows.resultCount, rows.oldestSeq]).toEqual([11, 3, 1]);
  const again = rows.take(10);
  expect(again.results.map(({ row }) => row.at - DAY_ONE)).toEqual([0, 1, 2]);
  expect(again.incidents.map(({ row }) => [row.id, row.failures])).toEqual([
    ['i', 9],
    ['j', 1],
  ]);
  for (const type of ['spans', 'presence', 'evidence', 'documents', 'changes', 'memory'] as const) {
    expect(again[type]).toEqual(taken[type]);
  }
});

test('drops the oldest results only', () => {
  const rows = filled();
  for (const at of [1, 2]) rows.addResult(result(at));
  expect(rows.dropOldestResults(2)).toBe(2);
  expect(rows.size).toBe(8);
  expect(rows.dropOldestResults(5)).toBe(1);
  expect(rows.take(10).results).toEqual([]);
});
