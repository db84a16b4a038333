import { EventEmitter } from 'node:events';
import type { App, AutoUpdater } from 'electron';
import { describe, expect, it } from 'vitest';
import { quitInOrder } from './quit.ts';

/** An app that emits `before-quit` before it quits, as Electron's does. */
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
  const autoUpdater = new EventEmitter();
  const logged: string[] = [];
  const quit = quitInOrder({
    app: app as unknown as App,
    autoUpdater: autoUpdater as unknown as AutoUpdater,
    dispose,
    limitMs,
    log: (_level, message) => logged.push(message),
  });
  return { app, autoUpdater, quit, logged };
}

describe('quitInOrder', () => {
  it('stops everything once, and then quits', async () => {
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

  it('lets a start continue until quitting begins', async () => {
    const { app, quit } = setUp(async () => {});
    await expect(quit.unlessQuitting(Promise.resolve('ready'))).resolves.toBe('ready');
    const waiting = quit.unlessQuitting(new Promise(() => {}));
    app.quit();
    await expect(waiting).rejects.toThrow('Lookout is quitting');
    await expect(quit.unlessQuitting(new Promise(() => {}))).rejects.toThrow('Lookout is quitting');
    await app.ended.promise;
  });

  it('lets windows close for an update, before the app quits', () => {
    const { autoUpdater, quit } = setUp(async () => {});
    autoUpdater.emit('before-quit-for-update');
    expect(quit.quitting()).toBe(true);
  });

  it('quits and logs it when stopping fails', async () => {
    const { app, logged } = setUp(() => Promise.reject(new Error('disk full')));
    app.quit();
    await app.ended.promise;
    expect(logged).toEqual(['Stopping failed']);
  });

  it('quits and logs it when stopping takes too long', async () => {
    const { app, logged } = setUp(() => new Promise(() => {}), 1);
    app.quit();
    await app.ended.promise;
    expect(logged).toEqual(['Stopping took too long and was cut off']);
  });
});
