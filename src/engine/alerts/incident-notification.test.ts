import { expect, it } from 'vitest';
import type { Endpoint, EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import { incidentNotification } from './incident-notification.ts';

const endpointOf = (name: string): Endpoint => ({
  id: 'e',
  config: { kind: 'http', name } as EndpointConfig,
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
  cause: { code: 'timeout', params: { timeoutMs: 10_000 }, phase: 'wait', raw: 'ETIMEDOUT' },
} as Partial<Incident> as Incident;

it('reports what is down and why, and then for how long, with the same tag', () => {
  const endpoint = endpointOf('The shop');
  expect(incidentNotification(endpoint, incident, 'wentDown')).toEqual({
    tag: 'i',
    endpointId: 'e',
    kind: 'down',
    code: 'incident.down',
    params: {
      name: 'The shop',
      target: 'https://shop.example/',
      cause: { code: 'timeout', params: { timeoutMs: 10_000 }, phase: 'wait', kind: 'http' },
    },
  });
  expect(incidentNotification(endpoint, incident, 'recovered')).toEqual({
    tag: 'i',
    endpointId: 'e',
    kind: 'up',
    code: 'incident.up',
    params: { name: 'The shop', target: 'https://shop.example/', downMs: 60_000 },
  });
});

it('reports durations in whole seconds, except below one', () => {
  const downMs = (resolvedAt: number, seenMs: number) =>
    incidentNotification(endpointOf('shop.example'), { ...incident, resolvedAt }, 'recovered', seenMs).params;
  expect(downMs(4_054, 1_032)).toEqual({ name: 'shop.example', downMs: 3_000, seenMs: 1_000 });
  expect(downMs(1_554, 554)).toEqual({ name: 'shop.example', downMs: 554 });
});

it('reports how much of the incident was seen, unless that is nearly all of it', () => {
  const paramsAfter = (seenMs: number) =>
    incidentNotification(endpointOf('shop.example'), incident, 'recovered', seenMs).params;
  expect(paramsAfter(20_000)).toEqual({ name: 'shop.example', downMs: 60_000, seenMs: 20_000 });
  expect(paramsAfter(58_000)).toEqual({ name: 'shop.example', downMs: 60_000 });
});
