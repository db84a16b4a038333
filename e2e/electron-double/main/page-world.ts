/** Installs the double's scripts in a page and exchanges messages with them. */
import { CdpError, type Protocol } from '../cdp.ts';
import type { FromPage, ToPage } from '../page/isolated-world.ts';
import { MAIN_WORLD_URL } from '../page/main-world.ts';
import { ISOLATED_WORLD, type PageScripts } from '../page/scripts.ts';
import { reportRejection } from '../runtime.ts';
import type { PageTarget } from './page-target.ts';

/** The arguments of `window.open`, or of a link that opens a window. */
export interface OpenDetails {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
}

export interface PageWorldOptions {
  readonly target: PageTarget;
  readonly scripts: PageScripts;
  /**
   * A message came.
   * @param frameId of the frame that sent it; null: it is gone
   */
  readonly onMessage: (message: FromPage, frameId: string | null, answer: (to: ToPage) => void) => void;
  readonly onWindowOpen: (details: OpenDetails) => void;
}

export interface PageWorld {
  /** Sends text to the current document, if there is one. */
  deliver(text: string): void;
  /** Resolves when every later document will have the scripts. */
  install(): Promise<void>;
}

export function openPageWorld({ target, scripts, onMessage, onWindowOpen }: PageWorldOptions): PageWorld {
  const { session, targetId } = target;
  const contexts = new Map<number, { readonly frameId: string; readonly uniqueId: string }>();
  /** The debugger's ids of our script in the page's world. */
  const ownScripts = new Set<string>();
  let current: string | null = null;

  session.on('Runtime.executionContextCreated', ({ context: { id, name, uniqueId, auxData } }) => {
    const { frameId } = (auxData ?? {}) as { frameId?: string };
    if (name !== ISOLATED_WORLD || frameId === undefined) return;
    contexts.set(id, { frameId, uniqueId });
    if (frameId === targetId) current = uniqueId;
  });
  session.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId, executionContextId }) => {
    contexts.delete(executionContextId);
    if (current === executionContextUniqueId) current = null;
  });
  session.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
    const context = contexts.get(executionContextId);
    onMessage(JSON.parse(payload) as FromPage, context?.frameId ?? null, (to) => {
      if (context !== undefined) deliverTo(context.uniqueId, JSON.stringify(to));
    });
  });
  session.on('Debugger.scriptParsed', ({ scriptId, url }) => {
    if (url === MAIN_WORLD_URL) ownScripts.add(scriptId);
  });
  session.on('Debugger.paused', ({ callFrames }) => reportRejection(answerHalt(callFrames[0])));
  session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
    onWindowOpen({ url, frameName: windowName, features: windowFeatures.join(',') });
  });
  session.on('Inspector.targetCrashed', () => {
    current = null;
    contexts.clear();
  });
  session.on('Inspector.targetReloadedAfterCrash', () => {
    // Chromium restores all settings but the debugger in the new process.
    reportRejection(session.send('Debugger.disable').then(() => session.send('Debugger.enable')));
  });

  async function answerHalt(top: Protocol.Debugger.CallFrame | undefined): Promise<void> {
    try {
      // The page's own `debugger` statements do nothing.
      if (top?.functionName !== 'halt' || !ownScripts.has(top.location.scriptId)) return;
      const { callFrameId } = top;
      const { result } = await session.send('Debugger.evaluateOnCallFrame', { callFrameId, expression: '_question' });
      onWindowOpen(JSON.parse(String(result.value)) as OpenDetails);
    } finally {
      await session.send('Debugger.resume');
    }
  }

  function deliverTo(uniqueContextId: string, text: string): void {
    const expression = `globalThis[${JSON.stringify(scripts.names.receive)}](${JSON.stringify(text)})`;
    reportRejection(
      session.send('Runtime.evaluate', { expression, uniqueContextId, silent: true }).catch((error: unknown) => {
        // The document may be gone.
        if (!(error instanceof CdpError)) throw error;
      }),
    );
  }

  return {
    deliver(text) {
      if (current !== null) deliverTo(current, text);
    },
    async install() {
      await Promise.all([
        session.send('Page.enable'),
        session.send('Runtime.enable'),
        session.send('Debugger.enable'),
        session.send('Runtime.addBinding', { name: scripts.names.binding, executionContextName: ISOLATED_WORLD }),
        session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
        ...scripts.isolated.map((source) =>
          session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: ISOLATED_WORLD }),
        ),
      ]);
    },
  };
}
