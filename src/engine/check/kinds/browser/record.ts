/** Records actions while a person does them in a window. */
import { RequestError } from '../../../base/request-error.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { RecordingWindow } from '../../../ports.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import type { RecordingContext } from '../../kind-recorder.ts';
import { openChromiumWindow } from './chromium-window.ts';
import { ProtocolError, toData, toText, type Data } from './chromium.ts';
import { loadFailure } from './failures.ts';
import { SCREENS, type BrowserFields } from './fields.ts';
import { record as recordScript } from './in-page.ts';
import { addUserAction, addNavigation, addOtherWindow, NOTHING_RECORDED, type Recorded } from './recorded.ts';
import { readUserAction } from './read-user-action.ts';

/** The world of the script in the page, in which the page can neither see nor call anything. */
const WORLD = 'lookout-recorder';
const BINDING = 'lookoutReport';

/** See `KindRecorder.record`. */
export async function record(fields: BrowserFields, context: RecordingContext): Promise<void> {
  const { signal, openWindow = openChromiumWindow } = context;
  const [width, height] = SCREENS[fields.screen];
  const window = await openWindow({ width, height, verifyTls: fields.verifyTls });
  const close = () => void window.close();
  let isClosed = false;
  void window.closed.then(() => (isClosed = true));
  signal.addEventListener('abort', close, { once: true });
  try {
    if (signal.aborted) return;
    await new PageRecording(window, context).begin(fields.url);
    await window.closed;
  } catch (error) {
    if (error instanceof FailureError || error instanceof RequestError) throw error;
    // The window was closed while it was being prepared.
    if (!signal.aborted && !isClosed && !(error instanceof ProtocolError)) throw error;
  } finally {
    signal.removeEventListener('abort', close);
    await window.close();
  }
}

class PageRecording {
  readonly #window: RecordingWindow;
  readonly #context: RecordingContext;
  #state: Recorded = NOTHING_RECORDED;
  #frame = '';
  /** Whether the page itself has asked for the navigation that is under way. */
  #isRequested = false;
  /** Whether the first page is there. */
  #hasBegun = false;

  constructor(window: RecordingWindow, context: RecordingContext) {
    this.#window = window;
    this.#context = context;
  }

  /** @throws FailureError when the page cannot be loaded */
  async begin(url: string): Promise<void> {
    const send = (method: string, params: Data = {}) => this.#window.send(method, params);
    this.#window.listen((method, params) => this.#onEvent(method, params));
    await Promise.all([
      send('Page.enable'),
      send('Runtime.enable'),
      send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      send('Page.addScriptToEvaluateOnNewDocument', {
        source: recordScript(BINDING, SECRET_NAMES),
        worldName: WORLD,
        runImmediately: true,
      }),
    ]);
    const { errorText, frameId } = await send('Page.navigate', { url });
    this.#frame = toText(frameId);
    if (toText(errorText) !== '') throw new FailureError(loadFailure(toText(errorText), url));
    this.#put(this.#state);
  }

  #onEvent(method: string, params: Data): void {
    switch (method) {
      case 'Runtime.bindingCalled': {
        const action = params['name'] === BINDING ? readUserAction(toText(params['payload'])) : null;
        if (action !== null) this.#put(addUserAction(this.#state, action));
        return;
      }
      case 'Page.frameRequestedNavigation':
        if (params['frameId'] === this.#frame) this.#isRequested = true;
        return;
      case 'Page.frameNavigated': {
        const { parentId, url } = toData(params['frame']);
        if (parentId === undefined) this.#navigated(toText(url), !this.#isRequested);
        return;
      }
      case 'Page.navigatedWithinDocument':
        if (params['frameId'] === this.#frame) this.#navigated(toText(params['url']), false);
        return;
      case 'Page.windowOpen':
        return this.#put(addOtherWindow(this.#state, toText(params['url'])));
      case 'Page.javascriptDialogOpening':
        // As in a check, the dialog is accepted. If the person has answered it or closed the window by now, there is
        // nothing to do.
        void this.#window.send('Page.handleJavaScriptDialog', { accept: true }).catch(() => undefined);
        return;
      default:
    }
  }

  #navigated(url: string, byPerson: boolean): void {
    this.#isRequested = false;
    if (!/^https?:/u.test(url)) return;
    // The first page is where the check begins.
    this.#put(addNavigation(this.#state, url, this.#hasBegun && byPerson));
    this.#hasBegun = true;
  }

  #put(state: Recorded): void {
    this.#state = state;
    const actions = state.actions.map((action) => `${action}\n`).join('');
    this.#context.onChange({ config: { actions, values: state.values }, lost: state.lost });
  }
}
