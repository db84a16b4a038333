/** The double's own text in a page, and the talk with it: the preload's world, and `window.open` that waits for main. */
import { CdpError, type Protocol } from '../cdp.ts';
import type { FromPage, ToPage } from '../page/isolated-world.ts';
import { MAIN_WORLD_URL } from '../page/main-world.ts';
import { ISOLATED_WORLD, type PageScripts } from '../page/scripts.ts';
import { owned } from '../runtime.ts';
import type { PageTarget } from './page-target.ts';

/** What a page gave to `window.open`, or a link for a window of its own. */
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
  /** Hands text to the document that is there now; without one, nobody misses it. */
  deliver(text: string): void;
  /** Resolves when every document from now on has the worlds. */
  install(): Promise<void>;
}

export function openPageWorld({ target, scripts, onMessage, onWindowOpen }: PageWorldOptions): PageWorld {
  const { session, targetId } = target;
  const contexts = new Map<number, { readonly frameId: string; readonly uniqueId: string }>();
  /** The debugger's ids of our text in the page's world. */
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
  session.on('Debugger.paused', ({ callFrames }) => owned(answerHalt(callFrames[0])));
  session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
    onWindowOpen({ url, frameName: windowName, features: windowFeatures.join(',') });
  });
  session.on('Inspector.targetCrashed', () => {
    current = null;
    contexts.clear();
  });
  session.on('Inspector.targetReloadedAfterCrash', () => {
    // Chromium restores what it was told before, but for the debugger of the new process.
    owned(session.send('Debugger.disable').then(() => session.send('Debugger.enable')));
  });

  async function answerHalt(top: Protocol.Debugger.CallFrame | undefined): Promise<void> {
    try {
      // A page's own `debugger` statement does nothing while no one debugs.
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
    owned(
      session.send('Runtime.evaluate', { expression, uniqueContextId, silent: true }).catch((error: unknown) => {
        // The document may be gone by now.
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
