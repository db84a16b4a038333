import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it } from 'vitest';
import { createArrivals } from './open-requests.ts';
import type { OpenRequest } from './open-requests.ts';
import { parseCommandLine } from './command-line.ts';

function setUp() {
  const app = new EventEmitter();
  const errors: unknown[] = [];
  const openRequests = createArrivals({
    app: app as unknown as Pick<App, 'on'>,
    parse: parseCommandLine,
    onError: (error) => errors.push(error),
  });
  const start = (...argv: string[]) => void app.emit('second-instance', {}, argv, '/home');
  const seen: OpenRequest[] = [];
  return { app, errors, openRequests, start, seen };
}
const event = () => ({ prevented: false, preventDefault(): void {} });

it('keeps what comes before anybody listens', () => {
  const { app, openRequests, seen } = setUp();
  app.emit('open-url', event(), 'lookout://endpoint/a');
  app.emit('open-file', event(), '/home/lookout.yaml');
  openRequests.receive((openRequest) => seen.push(openRequest));
  expect(seen).toEqual([
    { type: 'open', path: '/endpoint/a' },
    { type: 'file', file: '/home/lookout.yaml' },
  ]);
  app.emit('activate');
  expect(seen.at(-1)).toEqual({ type: 'open' });
});

it('takes what a second start is about', () => {
  const { openRequests, start, seen, errors } = setUp();
  openRequests.receive((openRequest) => seen.push(openRequest));
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
  const { app, openRequests, seen } = setUp();
  openRequests.receive((openRequest) => seen.push(openRequest));
  app.emit('open-url', event(), 'lookout://quit');
  expect(seen).toEqual([{ type: 'open' }]);
});
