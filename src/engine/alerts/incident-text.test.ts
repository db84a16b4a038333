import { expect, it } from 'vitest';
import type { Endpoint, EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import { incidentNotification, roughly } from './incident-text.ts';

const endpointOf = (name: string): Endpoint => ({
  id: 'e',
  config: { name } as EndpointConfig,
  target: 'https://shop.example/',
  paused: false,
  pausedUntil: null,
  source: 'hand',
  createdAt: 0,
});
const incident = {
  id: 'i',
  startedAt: 1000,
  lastFailureAt: 40_000,
  resolvedAt: 61_000,
  cause: { code: 'timeout', message: 'No answer within 10 s.' },
} as Incident;

it('tells what is down and why, and how long it was, with one tag for both', () => {
  const endpoint = endpointOf('The shop');
  expect(incidentNotification(endpoint, incident, 'wentDown')).toMatchObject({
    tag: 'i',
    title: 'The shop is down',
    body: 'No answer within 10 s.\nhttps://shop.example/',
  });
  expect(incidentNotification(endpoint, incident, 'cameBack')).toMatchObject({
    tag: 'i',
    title: 'The shop is back',
    body: 'It was down for 1 min.\nhttps://shop.example/',
  });
});

it('does not name the target twice', () => {
  expect(incidentNotification(endpointOf('shop.example'), incident, 'wentDown').body).toBe('No answer within 10 s.');
});

it('tells a duration in at most two units', () => {
  const cases: [number, string][] = [
    [0, '1 s'],
    [42_000, '42 s'],
    [60_000, '1 min'],
    [192_000, '3 min 12 s'],
    [7_500_000, '2 h 5 min'],
    [86_400_000, '1 d'],
    [4 * 86_400_000 + 3_700_000, '4 d 1 h'],
  ];
  expect(cases.map(([ms]) => roughly(ms))).toEqual(cases.map(([, text]) => text));
});
