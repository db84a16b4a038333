import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ServerHealth } from './server-health.ts';

const server = { address: '192.0.2.1', port: 53 };
const other = { address: '192.0.2.1', port: 5353 };
let health: ServerHealth;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  health = new ServerHealth();
});
afterEach(() => void vi.useRealTimers());

it('rates a server as good until it does not answer, and again after an answer', () => {
  expect(health.stateOf(server)).toBe('good');
  health.stayedSilent(server, 'late');
  expect([health.stateOf(server), health.stateOf({ ...server }), health.stateOf(other)]).toEqual([
    'late',
    'late',
    'good',
  ]);
  health.answered(other);
  expect(health.stateOf(server)).toBe('late');
  health.answered(server);
  expect(health.stateOf(server)).toBe('good');
});

it('rates a dead server as dead until it answers, even if it is only late in between', () => {
  health.stayedSilent(server, 'late');
  health.stayedSilent(server, 'dead');
  health.stayedSilent(server, 'late');
  expect(health.stateOf(server)).toBe('dead');
});

it('allows one probe every 30 seconds while a server does not answer', () => {
  expect(health.takeProbe(server)).toBe(false);
  vi.advanceTimersByTime(50_000);
  health.stayedSilent(server, 'dead');
  vi.advanceTimersByTime(29_999);
  // Still as if it had been asked when it became silent.
  health.stayedSilent(server, 'dead');
  expect(health.takeProbe(server)).toBe(false);
  vi.advanceTimersByTime(1);
  expect([health.takeProbe(server), health.takeProbe(server)]).toEqual([true, false]);
  vi.advanceTimersByTime(30_000);
  expect(health.takeProbe(server)).toBe(true);
});
