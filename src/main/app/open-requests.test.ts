import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it } from 'vitest';
import { createArrivals } from './open-requests.ts';
import type { Arrival } from './open-requests.ts';
import { parseCommandLine } from './command-line.ts';

function setUp() {
  const app = new EventEmitter();
  const errors: unknown[] = [];
  const arrivals = createArrivals({
    app: app as unknown as Pick<App, 'on'>,
    parse: parseCommandLine,
    onError: (error) => errors.push(error),
  });
  const start = (...argv: string[]) => void app.emit('second-instance', {}, argv, '/home');
  const seen: Arrival[] = [];
  return { app, errors, arrivals, start, seen };
}
const event = () => ({ prevented: false, preventDefault(): void {} });

it('keeps what comes before anybody listens', () => {
  const { app, arrivals, seen } = setUp();
  app.emit('open-url', event(), 'lookout://endpoint/a');
  app.emit('open-file', event(), '/home/lookout.yaml');
  arrivals.receive((arrival) => seen.push(arrival));
  expect(seen).toEqual([
    { type: 'open', path: '/endpoint/a' },
    { type: 'file', file: '/home/lookout.yaml' },
  ]);
  app.emit('activate');
  expect(seen.at(-1)).toEqual({ type: 'open' });
});

it('takes what a second start is about', () => {
  const { arrivals, start, seen, errors } = setUp();
  arrivals.receive((arrival) => seen.push(arrival));
  start();
  start('--hidden');
  start('lookout://endpoint/a');
  start('lookout.yaml');
  start('--check-all');
  start('--settings');
  start('--data-dir');
  expect(seen).toEqual([
    { type: 'open' },
    { type: 'open', path: '/endpoint/a' },
    { type: 'file', file: '/home/lookout.yaml' },
    { type: 'checkAll' },
    { type: 'open', path: '/settings' },
    { type: 'open' },
  ]);
  expect(errors).toHaveLength(1);
});

it('opens for a link that leads nowhere', () => {
  const { app, arrivals, seen } = setUp();
  arrivals.receive((arrival) => seen.push(arrival));
  app.emit('open-url', event(), 'lookout://quit');
  expect(seen).toEqual([{ type: 'open' }]);
});
