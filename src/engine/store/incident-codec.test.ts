import { expect, it } from 'vitest';
import { decodeIncidentData, encodeIncident, newestFirst } from './incident-codec.ts';
import { anIncident } from './testing/store-fixture.ts';

it('keeps cause and evidence', () => {
  const incident = anIncident('i', 'a', 5);
  const { data, ...rest } = encodeIncident(incident);
  expect({ ...rest, ...decodeIncidentData(data) }).toEqual(incident);
  expect(JSON.parse(data)).toEqual({ cause: incident.cause, evidence: incident.evidence });
});

it('adds what results of older versions lack', () => {
  const { data } = encodeIncident(anIncident('i', 'a', 5));
  const { cause, evidence } = JSON.parse(data) as Record<string, Record<string, unknown>>;
  const { metrics: _metrics, selfMs: _selfMs, disturbed: _disturbed, swallowed: _swallowed, ...older } = evidence ?? {};
  expect(decodeIncidentData(JSON.stringify({ cause, evidence: older })).evidence).toMatchObject({
    metrics: {},
    selfMs: 0,
    disturbed: false,
    swallowed: null,
  });
});

it('sorts by start, newest first, then by id', () => {
  const incidents = [anIncident('a', 'x', 1), anIncident('b', 'x', 2), anIncident('c', 'x', 1)];
  expect(incidents.toSorted(newestFirst).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  expect(
    incidents
      .toReversed()
      .toSorted(newestFirst)
      .map(({ id }) => id),
  ).toEqual(['b', 'c', 'a']);
});
