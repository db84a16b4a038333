/** A tab in Chromium for a window. Its commands run in order, as soon as the tab exists. */
import type { Connection, Session } from '../cdp.ts';
import { chromium, reportRejection } from '../runtime.ts';

export interface PageTarget {
  readonly session: Session;
  readonly targetId: string;
  readonly windowId: number;
}

export interface PageTargetQueue {
  /** Runs a step when the tab exists and all steps before it are done. */
  run<T>(step: (target: PageTarget) => Promise<T>): Promise<T>;
  /** Like `run`, for steps that nobody waits for. Failures after the tab was closed are ignored. */
  later(step: (target: PageTarget) => Promise<unknown>): void;
  readonly target: Promise<PageTarget>;
  close(): Promise<void>;
}

const watched = new WeakSet<Connection>();

async function watch(connection: Connection): Promise<void> {
  if (watched.has(connection)) return;
  watched.add(connection);
  connection.on('Target.targetCreated', ({ targetInfo: { targetId, type, openerId } }) => {
    // A page opened this window with a link, and the app's handler has denied it.
    if (type === 'page' && openerId !== undefined) reportRejection(connection.send('Target.closeTarget', { targetId }));
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
    // The next step runs also after a failure.
    last = next.catch(() => {});
    return next;
  }
  return {
    run,
    target,
    later(step) {
      reportRejection(
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
