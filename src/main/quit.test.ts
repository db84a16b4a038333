import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { followPower } from './power.ts';
import { quitInOrder } from './quit.ts';

/** An Electron app that asks its listeners before it quits, as the real one does. */
class AppDouble extends EventEmitter {
  readonly ended = Promise.withResolvers<void>();
  asked = 0;

  quit(): void {
    this.asked++;
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) this.ended.resolve();
  }
}

function setUp(dispose: () => Promise<void>, limitMs = 60_000) {
  const app = new AppDouble();
  const logged: string[] = [];
  const quit = quitInOrder({
    app: app as unknown as App,
    dispose,
    limitMs,
    log: (_level, message) => logged.push(message),
  });
  return { app, quit, logged };
}

describe('quitInOrder', () => {
  it('stops everything once, and only then quits', async () => {
    const stopped = Promise.withResolvers<void>();
    let times = 0;
    const { app, quit, logged } = setUp(() => {
      times++;
      return stopped.promise;
    });
    expect(quit.quitting()).toBe(false);
    app.quit();
    app.quit();
    expect(quit.quitting()).toBe(true);
    expect(times).toBe(1);
    stopped.resolve();
    await app.ended.promise;
    expect(times).toBe(1);
    expect(app.asked).toBe(3);
    expect(logged).toEqual([]);
  });

  it('quits, and says so, when stopping fails', async () => {
    const { app, logged } = setUp(() => Promise.reject(new Error('disk full')));
    app.quit();
    await app.ended.promise;
    expect(logged).toEqual(['Stopping failed']);
  });

  it('quits, and says so, when stopping takes too long', async () => {
    const { app, logged } = setUp(() => new Promise(() => {}), 1);
    app.quit();
    await app.ended.promise;
    expect(logged).toEqual(['Stopping took too long and was cut off']);
  });
});

describe('followPower', () => {
  it('tells the engine of sleep, and quits before a shutdown, until it is ended', () => {
    const monitor = new EventEmitter();
    const told: string[] = [];
    const end = followPower(
      monitor as unknown as Parameters<typeof followPower>[0],
      { suspend: () => told.push('suspend'), resume: () => told.push('resume') },
      () => told.push('quit'),
    );
    monitor.emit('suspend');
    monitor.emit('resume');
    monitor.emit('shutdown', { preventDefault: () => told.push('wait') });
    expect(told).toEqual(['suspend', 'resume', 'wait', 'quit']);
    end();
    expect(monitor.eventNames()).toEqual([]);
  });
});
