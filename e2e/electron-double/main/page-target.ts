/** One tab of Chromium, as a window of Electron needs it: what is said to it is said in order, once it is there. */
import type { Connection, Session } from '../cdp.ts';
import { chromium, owned } from '../runtime.ts';

export interface PageTarget {
  readonly session: Session;
  readonly targetId: string;
  readonly windowId: number;
}

export interface PageTargetQueue {
  /** Calls back when the tab is there and everything asked before is done. */
  run<T>(step: (target: PageTarget) => Promise<T>): Promise<T>;
  /** As `run`, for what nobody waits for. What goes wrong after the tab was closed is of no interest. */
  later(step: (target: PageTarget) => Promise<unknown>): void;
  readonly target: Promise<PageTarget>;
  close(): Promise<void>;
}

const watched = new WeakSet<Connection>();

async function watch(connection: Connection): Promise<void> {
  if (watched.has(connection)) return;
  watched.add(connection);
  connection.on('Target.targetCreated', ({ targetInfo: { targetId, type, openerId } }) => {
    // A window that a page opened, by a link for one. The app's handler was asked and has said no.
    if (type === 'page' && openerId !== undefined) owned(connection.send('Target.closeTarget', { targetId }));
  });
  await connection.send('Target.setDiscoverTargets', { discover: true });
}

export function openPageTarget(userData: string, prepare: (target: PageTarget) => Promise<void>): PageTargetQueue {
  let closed = false;

  async function make(): Promise<PageTarget> {
    const { connection } = await chromium(userData);
    await watch(connection);
    const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank', newWindow: true });
    const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
    const { windowId } = await connection.send('Browser.getWindowForTarget', { targetId });
    const target = { session: connection.session(sessionId), targetId, windowId };
    await prepare(target);
    return target;
  }

  const target = make();
  let last: Promise<unknown> = target;

  function run<T>(step: (target: PageTarget) => Promise<T>): Promise<T> {
    const next = last.then(async () => step(await target));
    // The next step does not care how this one ended.
    last = next.catch(() => {});
    return next;
  }
  return {
    run,
    target,
    later(step) {
      owned(
        run(step).catch((error: unknown) => {
          if (!closed) throw error;
        }),
      );
    },
    async close() {
      closed = true;
      const { targetId } = await target;
      const { connection } = await chromium(userData);
      await connection.send('Target.closeTarget', { targetId });
    },
  };
}
