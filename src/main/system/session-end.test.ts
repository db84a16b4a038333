import { EventEmitter } from 'node:events';
import type { App, BrowserWindow } from 'electron';
import { expect, it } from 'vitest';
import { followSessionEnd } from './session-end.ts';

function setUp() {
  const app = new EventEmitter();
  const [first, later] = [new EventEmitter(), new EventEmitter()];
  let quits = 0;
  const end = followSessionEnd({
    app: app as unknown as App,
    windows: () => [first as unknown as BrowserWindow],
    quit: () => void quits++,
  });
  app.emit('browser-window-created', {}, later);
  const ask = (window: EventEmitter, ...reasons: string[]) => {
    let prevented = false;
    window.emit('query-session-end', { reasons, preventDefault: () => (prevented = true) });
    return prevented;
  };
  return { app, first, later, ask, end, quits: () => quits };
}

it('quits in order, and delays the end of the session until then, for every window', () => {
  const { first, later, ask, quits } = setUp();
  expect(ask(first, 'shutdown')).toBe(true);
  expect(ask(later, 'logoff')).toBe(true);
  expect(quits()).toBe(2);
});

it('does not delay an end that Windows forces', () => {
  const { first, ask, quits } = setUp();
  expect(ask(first, 'critical', 'logoff')).toBe(false);
  expect(quits()).toBe(1);
});

it('stops following new windows at the end', () => {
  const { app, end } = setUp();
  end();
  expect(app.eventNames()).toEqual([]);
});
