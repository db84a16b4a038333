import { expect, test } from 'vitest';
import { anIncident } from '../store/testing/store-fixture.ts';
import { incidentStats } from './incident-stats.ts';

const MINUTE = 60_000;
const FROM = Date.UTC(2026, 0, 1);
const TO = FROM + 60 * MINUTE;
const incident = (id: string, from: number, to: number | null, code = 'connect.refused') =>
  anIncident(id, 'e', FROM + from * MINUTE, {
    resolvedAt: to === null ? null : FROM + to * MINUTE,
    cause: { code },
  });

test('figures of the incidents of a range', () => {
  const incidents = [
    incident('before', -10, 5),
    incident('short', 10, 12),
    incident('timeout', 20, 24, 'timeout'),
    incident('open', 50, null),
    incident('excluded', 30, 45),
  ];
  const stats = incidentStats(incidents, {
    from: FROM,
    to: TO,
    upMs: 39 * MINUTE,
    isExcluded: ({ id }) => id === 'excluded',
  });
  expect(stats).toEqual({
    incidents: 4,
    open: 1,
    excluded: 1,
    began: 3,
    downMs: 21 * MINUTE,
    upMs: 39 * MINUTE,
    mttrMs: 7 * MINUTE,
    mtbfMs: 13 * MINUTE,
    longest: { incidentId: 'before', endpointId: incidents[0]?.endpointId, durationMs: 15 * MINUTE },
    causes: [
      { code: 'connect.refused', incidents: 3, downMs: 17 * MINUTE },
      { code: 'timeout', incidents: 1, downMs: 4 * MINUTE },
    ],
  });
});

test('causes with the most down time come first', () => {
  const incidents = [
    incident('a', 10, 11, 'timeout'),
    incident('b', 20, 29, 'connect.refused'),
    incident('c', 30, 31, 'dns.nxdomain'),
  ];
  for (const given of [incidents, incidents.toReversed()]) {
    const { causes } = incidentStats(given, { from: FROM, to: TO, upMs: 0, isExcluded: () => false });
    expect(causes.map(({ code }) => code)).toEqual(['connect.refused', 'dns.nxdomain', 'timeout']);
  }
});

test('nothing of nothing', () => {
  expect(incidentStats([], { from: FROM, to: TO, upMs: 0, isExcluded: () => false })).toEqual({
    incidents: 0,
    open: 0,
    excluded: 0,
    began: 0,
    downMs: 0,
    upMs: 0,
    mttrMs: null,
    mtbfMs: null,
    longest: null,
    causes: [],
  });
});
