import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it } from 'vitest';
import { createOpenRequests } from './open-requests.ts';
import type { OpenRequest } from './open-requests.ts';
import { parseCommandLine } from './command-line.ts';

function setUp() {
  const app = new EventEmitter();
  const errors: unknown[] = [];
  const openRequests = createOpenRequests({
    app: app as unknown as Pick<App, 'on'>,
    parse: parseCommandLine,
    onError: (error) => errors.push(error),
  });
  const start = (...argv: string[]) =>
    void app.emit('second-instance', {}, argv.toReversed(), '/', { argv, workingDirectory: '/home' });
  const seen: OpenRequest[] = [];
  return { app, errors, openRequests, start, seen };
}
const event = () => ({ prevented: false, preventDefault(): void {} });

it('keeps requests until there is a listener', () => {
  const { app, openRequests, seen } = setUp();
  app.emit('open-url', event(), 'lookout://endpoint/a');
  app.emit('open-file', event(), '/home/lookout.yaml');
  openRequests.receive((request) => seen.push(request));
  expect(seen).toEqual([
    { type: 'open', path: '/endpoint/a' },
    { type: 'file', file: '/home/lookout.yaml' },
  ]);
  app.emit('activate');
  expect(seen.at(-1)).toEqual({ type: 'open' });
});

it('passes on what a second start asks for', () => {
  const { openRequests, start, seen, errors } = setUp();
  openRequests.receive((request) => seen.push(request));
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

it.each([null, {}, { argv: [7], workingDirectory: '/' }, { argv: [] }])(
  'uses Electron’s arguments when a second start passes %j',
  (data) => {
    const { app, openRequests, seen } = setUp();
    openRequests.receive((request) => seen.push(request));
    app.emit('second-instance', {}, ['--settings'], '/home', data);
    expect(seen).toEqual([{ type: 'open', path: '/settings' }]);
  },
);

it('opens the window for a link that is not one of ours', () => {
  const { app, openRequests, seen } = setUp();
  openRequests.receive((request) => seen.push(request));
  app.emit('open-url', event(), 'lookout://quit');
  expect(seen).toEqual([{ type: 'open' }]);
});
