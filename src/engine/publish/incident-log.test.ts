import { expect, it } from 'vitest';
import type { Incident } from '../../contract/model/incident.ts';
import { IncidentLog } from './incident-log.ts';

const incident = (id: number, resolvedAt: number | null = null) =>
  ({ id: String(id), startedAt: id, resolvedAt, endpointId: 'e' }) as Incident;
const ids = (log: IncidentLog) => [...log.open(() => true), ...log.ended(() => true)].map(({ id }) => id);

it('keeps every open incident and the newest ended ones, newest first', () => {
  const log = new IncidentLog(2);
  for (let id = 1; id <= 5; id++) log.put(incident(id));
  expect(ids(log)).toEqual(['5', '4', '3', '2', '1']);
  for (let id = 1; id <= 4; id++) log.put(incident(id, 10 + id));
  expect(ids(log)).toEqual(['5', '4', '3']);
  expect(log.open(() => true).map(({ id }) => id)).toEqual(['5']);
});
