import { beforeEach, expect, test } from 'vitest';
import type { Incident } from '../../../contract/model/incident.ts';
import { encodeIncident } from '../incident-codec.ts';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { anIncident, DAY_ONE } from '../testing/store-fixture.ts';
import { IncidentTable } from './incident-table.ts';

const memory = memoryDatabasePerTest();
let incidents: IncidentTable;
beforeEach(() => {
  incidents = new IncidentTable(memory.database);
});

function save(id: string, startedAt: number, resolvedAt: number | null, endpointId = 'a'): Incident {
  const incident = anIncident(id, endpointId, DAY_ONE + startedAt, {
    resolvedAt: resolvedAt === null ? null : DAY_ONE + resolvedAt,
  });
  incidents.save(endpointId === 'a' ? 1 : 2, encodeIncident(incident));
  return incident;
}
const ids = (found: readonly Incident[]) => found.map(({ id }) => id);

test('incidents are read as they were saved, newest first, by endpoint and in pages', () => {
  const first = save('i1', 10, 20);
  const open = save('i2', 30, null);
  save('i3', 30, 40, 'b');
  expect(incidents.list(1, { limit: 10 })).toEqual([open, first]);
  expect(ids(incidents.list(null, { limit: 10 }))).toEqual(['i3', 'i2', 'i1']);
  expect(ids(incidents.list(null, { limit: 1 }))).toEqual(['i3']);
  expect(ids(incidents.list(null, { limit: 10, before: DAY_ONE + 30, beforeId: 'i3' }))).toEqual(['i2', 'i1']);
  expect(ids(incidents.list(null, { limit: 10, before: DAY_ONE + 30 }))).toEqual(['i1']);
  expect(ids(incidents.list(null, { limit: 10, open: true }))).toEqual(['i2']);
  expect(ids(incidents.list(null, { limit: 10, open: false }))).toEqual(['i3', 'i1']);
  expect(ids(incidents.list(1, { limit: 10, endedAfter: DAY_ONE + 21 }))).toEqual(['i2']);
  expect(ids(incidents.list(1, { limit: 10, endedAfter: DAY_ONE + 20 }))).toEqual(['i2', 'i1']);
  expect(ids(incidents.current(1))).toEqual(['i3', 'i2']);
});

test('incidents are counted where they were open', () => {
  save('i1', 10, 20);
  save('i2', 30, null);
  const count = (from: number, to: number) => incidents.count(1, DAY_ONE + from, DAY_ONE + to);
  expect([count(0, 9), count(0, 10), count(20, 25), count(21, 29), count(0, 30), count(100, 200)]).toEqual([
    0, 1, 1, 0, 2, 1,
  ]);
  expect(incidents.overlapping(1, DAY_ONE, DAY_ONE + 25)).toEqual([
    { from: DAY_ONE + 10, to: DAY_ONE + 20, failures: 1, incidents: 1 },
  ]);
});

test('incidents are removed when they ended before a time, or whatever they are', () => {
  save('i1', 10, 20);
  save('i2', 12, 22);
  save('i3', 30, null);
  save('i4', 10, 20, 'b');
  expect(incidents.prune(1, DAY_ONE + 20, 10)).toBe(0);
  expect(incidents.prune(1, DAY_ONE + 100, 1)).toBe(1);
  expect(incidents.prune(1, DAY_ONE + 100, 10)).toBe(1);
  expect(ids(incidents.list(null, { limit: 10 }))).toEqual(['i3', 'i4']);
  expect(incidents.prune(1, 'any', 10)).toBe(1);
  expect(ids(incidents.list(null, { limit: 10 }))).toEqual(['i4']);
});

test('evidence is read as it was saved; none when there is none, or it is damaged', () => {
  save('i1', 10, 20);
  const evidence = [{ name: 'answer', content: 'x'.repeat(1_000), cut: false }];
  incidents.saveEvidence('i1', JSON.stringify(evidence));
  expect(incidents.evidence('i1')).toEqual(evidence);
  expect(incidents.evidence('i2')).toEqual([]);
  memory.database.exec("UPDATE evidence SET data = x'0011'");
  expect(incidents.evidence('i1')).toEqual([]);
});
