/**
 * Intercepts what a page loads. The app's handlers answer requests for its schemes, and the app is asked before a
 * navigation. Chromium pauses each of these requests until it gets an answer.
 */
import type { WebFrameMain } from 'electron';
import { fromChromium, toChromium } from '../addresses.ts';
import type { Protocol, Session } from '../cdp.ts';
import { reportRejection } from '../runtime.ts';
import { preventable, type PreventableEvent } from '../strict.ts';
import type { FrameDouble } from './frames.ts';
import { schemeHandlers } from './session.ts';
import { opened } from './system.ts';

export interface NavigationEvent extends PreventableEvent {
  readonly url: string;
  readonly isSameDocument: boolean;
  readonly isMainFrame: boolean;
  readonly frame: WebFrameMain | null;
}

export interface RequestOptions {
  readonly session: Session;
  readonly mainFrameId: string;
  readonly findFrame: (id: string) => FrameDouble | null;
  /** Emits a navigation event in the app. */
  readonly announce: (name: 'will-frame-navigate' | 'will-navigate' | 'will-redirect', event: NavigationEvent) => void;
}

export interface Requests {
  /** A frame navigates to an address whose scheme Chromium does not load: the app's own or another program's. */
  readonly navigate: (url: string, frameId: string) => void;
}

export async function handleRequests(options: RequestOptions): Promise<Requests> {
  const { session, mainFrameId, findFrame, announce } = options;
  /** Frames whose next navigation was started by the page and not by the app. */
  const byPage = new Set<string>();

  function eventOf(url: string, frameId: string): NavigationEvent {
    const frame = findFrame(frameId) as WebFrameMain | null;
    const isMainFrame = frameId === mainFrameId;
    return preventable({ url: fromChromium(url), isSameDocument: false, isMainFrame, frame });
  }

  /** @returns whether the app allows it */
  function mayNavigate(url: string, frameId: string): boolean {
    const event = eventOf(url, frameId);
    announce('will-frame-navigate', event);
    if (event.isMainFrame && !event.defaultPrevented) announce('will-navigate', event);
    return !event.defaultPrevented;
  }

  session.on('Page.frameRequestedNavigation', ({ frameId, disposition }) => {
    if (disposition === 'currentTab') byPage.add(frameId);
  });

  session.on('Fetch.requestPaused', (paused) => reportRejection(answer(paused)));

  async function answer(paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const { requestId, request, resourceType, frameId, redirectedRequestId } = paused;
    if (resourceType === 'Document') {
      let allowed = true;
      if (redirectedRequestId !== undefined) {
        const event = eventOf(request.url, frameId);
        announce('will-redirect', event);
        allowed = !event.defaultPrevented;
      } else if (byPage.delete(frameId)) allowed = mayNavigate(request.url, frameId);
      if (!allowed) {
        await settle('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
    }
    const url = fromChromium(request.url);
    const scheme = URL.parse(url)?.protocol.slice(0, -1) ?? '';
    if (url === request.url) {
      await settle('Fetch.continueRequest', { requestId });
      return;
    }
    const handler = schemeHandlers.get(scheme);
    const response = handler === undefined ? null : await respond(handler, url, request);
    if (response === null) await settle('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    else await settle('Fetch.fulfillRequest', { requestId, ...response });
  }

  /** If the page has navigated meanwhile, nobody waits for the answer. */
  async function settle<M extends 'Fetch.failRequest' | 'Fetch.continueRequest' | 'Fetch.fulfillRequest'>(
    method: M,
    params: Protocol.CommandParameters[M],
  ): Promise<void> {
    await session.send(method, params).catch((error: Error) => {
      if (!/Invalid InterceptionId|has ended|Session with given id not found|Target crashed/u.test(error.message))
        throw error;
    });
  }

  await session.send('Fetch.enable', {
    patterns: [{ urlPattern: 'https://*.invalid/*' }, { urlPattern: '*', resourceType: 'Document' }],
  });
  return {
    navigate(url, frameId) {
      if (!mayNavigate(url, frameId)) return;
      if (toChromium(url) !== url) reportRejection(session.send('Page.navigate', { url: toChromium(url), frameId }));
      // Electron passes another program's address to the system.
      else opened.push({ type: 'external', target: url });
    },
  };
}

type Handler = NonNullable<ReturnType<typeof schemeHandlers.get>>;

/** @returns the answer of the app's handler; null when it fails, which the page sees as a network error */
async function respond(
  handler: Handler,
  url: string,
  { method, headers, postData }: Protocol.Network.Request,
): Promise<Omit<Protocol.Fetch.fulfillRequestParameters, 'requestId'> | null> {
  const bodyless = method === 'GET' || method === 'HEAD';
  const request = new Request(url, { method, headers, ...(bodyless ? {} : { body: postData ?? '' }) });
  try {
    const response = await handler(request);
    if (response.type === 'error') return null;
    return {
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    };
  } catch (error) {
    process.stderr.write(`A protocol handler failed for ${url}: ${String(error)}\n`);
    return null;
  }
}
