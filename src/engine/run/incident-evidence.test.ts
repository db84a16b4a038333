import { expect, it } from 'vitest';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { Incident } from '../../contract/model/incident.ts';
import { IncidentEvidence } from './incident-evidence.ts';

const incident = (id: string) => ({ id: `incident of ${id}`, endpointId: id }) as Incident;
const body = (content: string): EvidencePart => ({ name: 'body', content, cut: false });
const load = { inFlight: 3, waiting: 2, lateMs: 1.5 };

function setUp(traceRoute?: (host: string) => Promise<string | null>, isWatched: (id: string) => boolean = () => true) {
  const recorded: { id: string; parts: readonly EvidencePart[] }[] = [];
  const evidence = new IncidentEvidence({
    record: ({ id }, parts) => void recorded.push({ id, parts }),
    isWatched,
    ...(traceRoute === undefined ? {} : { traceRoute }),
  });
  return { evidence, recorded };
}

it('records what was held with the state of this machine, and later the way to the host', async () => {
  const { evidence, recorded } = setUp(async (host) => `hops to ${host}`);
  evidence.hold('a', [body('first')]);
  await evidence.confirm(incident('a'), 'a.example.org', load);
  expect(recorded.map(({ parts }) => parts.map(({ name }) => name))).toEqual([
    ['body', 'machine'],
    ['body', 'machine', 'route'],
  ]);
  const lines = recorded[1]?.parts[1]?.content.split('\n') ?? [];
  expect(lines.slice(0, 4)).toEqual([
    expect.stringMatching(/^load {2}(?:\d+\.\d\d ){3} \(\d+ CPUs\)$/u),
    expect.stringMatching(/^memory free {2}\d{1,5}\.\d GB of \d{1,5}\.\d GB$/u),
    'check started  1.5 ms late',
    'checks in flight  3, waiting 2',
  ]);
  expect(lines.slice(4)).toContainEqual(expect.stringMatching(/^\S.* {2}127\.0\.0\.1\/8$/u));
  expect(recorded[1]?.parts[2]?.content).toBe('hops to a.example.org');
});

it('holds nothing after the row ended', async () => {
  const { evidence, recorded } = setUp(() => Promise.reject(new Error('no program')));
  evidence.hold('a', [body('first')]);
  evidence.drop('a');
  await evidence.confirm(incident('a'), '', load);
  expect(recorded.map(({ parts }) => parts.map(({ name }) => name))).toEqual([['machine']]);
});

it('holds only short parts when thousands fail at once, until some are gone', async () => {
  const { evidence, recorded } = setUp();
  const long = 'x'.repeat(65_536);
  for (let n = 0; n < 300; n++) evidence.hold(`${n}`, [body(long), { name: 'lookups', content: 'short', cut: false }]);
  await evidence.confirm(incident('299'), '', load);
  expect(recorded[0]?.parts.map(({ name }) => name)).toEqual(['lookups', 'machine']);
  for (let n = 0; n < 299; n++) evidence.drop(`${n}`);
  evidence.hold('a', [body(long)]);
  await evidence.confirm(incident('a'), '', load);
  expect(recorded[1]?.parts.map(({ name }) => name)).toEqual(['body', 'machine']);
});

it('drops the evidence of endpoints that were removed while they failed, once the space is needed', async () => {
  const removed = new Set(Array.from({ length: 300 }, (_, n) => `${n}`));
  const { evidence, recorded } = setUp(undefined, (id) => !removed.has(id));
  for (const id of removed) evidence.hold(id, [body('x'.repeat(65_536))]);
  evidence.hold('a', [body('x'.repeat(65_536))]);
  await evidence.confirm(incident('a'), '', load);
  expect(recorded[0]?.parts.map(({ name }) => name)).toEqual(['body', 'machine']);
});
