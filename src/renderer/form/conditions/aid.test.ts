import { expect, test } from 'vitest';
import { exampleResult } from '../../../shared/testing/examples.ts';
import { conditionAid, NOTHING_SEEN, seenIn } from './aid.ts';

const placeholders = [
  { name: 'STATUS', meaning: 'the status' },
  { name: 'HTTP_VERSION', meaning: 'the version' },
  { name: 'BODY', meaning: 'the body', parts: 'json' },
  { name: 'ANSWERS', meaning: 'the answers', parts: 'json' },
] as const;

test('a stored check provides the common values, and those of placeholders that are named like a detail', () => {
  const conditions = [
    { condition: '[STATUS] == 200', shown: '[STATUS] (503) == 200', holds: false, severity: 'fail' },
  ] as const;
  const details = {
    status: 503,
    httpVersion: '2',
    remoteAddress: '192.0.2.7:443',
    body: { not: 'a text' },
    answers: ['192.0.2.1'],
    conditions,
  };
  const check = exampleResult(1000, { durationMs: 12, phases: { dns: 3 }, metrics: { rows: 4 }, details });
  const { observed, results } = seenIn(check, { placeholders });
  expect(observed).toMatchObject({
    STATUS: 503,
    HTTP_VERSION: '2',
    ANSWERS: ['192.0.2.1'],
    RESPONSE_TIME: 12,
    IP: '192.0.2.7',
    PHASE: { dns: 3 },
    METRIC: { rows: 4 },
  });
  expect(observed).not.toHaveProperty('BODY');
  expect(results).toBe(conditions);
});

test('offers the placeholders of the kind before the common ones, each once, and the names of its phases and metrics', () => {
  const kind = {
    kind: 'x',
    placeholders: [...placeholders, { name: 'TLS_VERSION', meaning: 'its own' }],
    phases: [{ name: 'dns', label: 'DNS', role: 'resolve' as const }],
    metrics: [{ name: 'rows', label: 'Rows', unit: 'count' as const, charted: false }],
    details: [
      { name: 'answers', label: 'Answers', format: 'list' as const, tracked: 'set' as const },
      { name: 'rcode', label: 'Response code', format: 'text' as const },
    ],
  };
  const aid = conditionAid(kind, 'lookout', NOTHING_SEEN, []);
  const names = aid.placeholders.map(({ name }) => name);
  expect(names.slice(0, 6)).toEqual(['STATUS', 'HTTP_VERSION', 'BODY', 'ANSWERS', 'TLS_VERSION', 'RESPONSE_TIME']);
  expect(names.filter((name) => name === 'TLS_VERSION')).toHaveLength(1);
  expect(aid.parts).toEqual({
    PHASE: [{ insert: 'dns', meaning: 'DNS, in milliseconds' }],
    CHANGED: [{ insert: 'answers', meaning: 'Answers' }],
    METRIC: [{ insert: 'rows', meaning: 'Rows' }],
  });
});
