/** A page in the browser: loading it, and reading from it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EVIDENCE_CHARACTERS } from '../../../../contract/model/evidence.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { cut } from '../../../base/cut.ts';
import { ProtocolError, toData, toText, type Chromium, type Data } from './chromium.ts';
import { loadFailure } from './failures.ts';
import { SCREENS, type BrowserFields } from './fields.ts';
import { HarRecorder } from './har.ts';
import { OBSERVE_VITALS, READ_VITALS, toVitals } from './vitals.ts';

const MAX_CONSOLE_ERRORS = 20;
/** The longest image, in characters. A longer one would be cut, and would no longer be an image. */
const MAX_IMAGE = 8 * EVIDENCE_CHARACTERS;
/** Between two looks at the page. */
const POLL_MS = 50;
/**
 * The longest wait after the page has loaded, until its largest element has been painted and no request is under way.
 */
const SETTLE_MS = 2_000;

export class Page {
  readonly har = new HarRecorder();
  readonly consoleErrors: string[] = [];
  readonly #chromium: Chromium;
  readonly #signal: AbortSignal;
  readonly #screen: readonly [width: number, height: number];
  #status: number | null = null;
  #url = 'about:blank';
  #mainFrame = '';
  #loads = 0;
  #open = 0;
  #hasCrashed = false;

  private constructor(chromium: Chromium, screen: readonly [number, number], signal: AbortSignal) {
    this.#screen = screen;
    this.#chromium = chromium;
    this.#signal = signal;
    chromium.listen((method, params) => this.#onEvent(method, params));
  }

  /** Prepares the empty page that the browser begins with. */
  static async open(chromium: Chromium, { screen }: BrowserFields, signal: AbortSignal): Promise<Page> {
    const [width, height] = SCREENS[screen];
    const page = new Page(chromium, [width, height], signal);
    await Promise.all([
      page.send('Page.enable', {}),
      page.send('Runtime.enable', {}),
      page.send('Log.enable', {}),
      page.send('Network.enable', {}),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: OBSERVE_VITALS }),
      // Nobody could answer.
      page.send('Page.setInterceptFileChooserDialog', { enabled: true }),
      page.send('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: screen !== 'desktop',
      }),
    ]);
    return page;
  }

  /** The HTTP status of the document that was loaded last; null: there was none. */
  get status(): number | null {
    return this.#status;
  }

  get url(): string {
    return this.#url;
  }

  send(method: string, params: Data): Promise<Data> {
    return this.#chromium.send(method, params, this.#signal);
  }

  /** Loads a document until its `load` event, and until it has settled. @returns why it could not be loaded; null: it was */
  async load(url: string): Promise<Failure | null> {
    const loads = this.#loads;
    const { errorText, frameId } = await this.send('Page.navigate', { url });
    this.#mainFrame = String(frameId);
    if (typeof errorText === 'string' && errorText !== '') return loadFailure(errorText, url);
    while (this.#loads === loads) await this.pause();
    await this.#settle();
    return null;
  }

  /** Waits a moment. @throws ProtocolError when the page has crashed; the signal's reason */
  async pause(ms: Ms = POLL_MS): Promise<void> {
    if (this.#hasCrashed) throw new ProtocolError('The page has crashed');
    await sleep(ms, undefined, { signal: this.#signal }).catch((error: unknown) => {
      throw this.#signal.aborted ? this.#signal.reason : error;
    });
  }

  /**
   * Evaluates an expression in the page, and returns its result as JSON. @throws ProtocolError when it throws, or the
   * page changed meanwhile
   */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (answer['exceptionDetails'] !== undefined) {
      throw new ProtocolError(String(toData(toData(answer['exceptionDetails'])['exception'])['description']));
    }
    return toData(answer['result'])['value'];
  }

  async vitals(): Promise<Readonly<Record<string, number>>> {
    return toVitals(toData(await this.evaluate(READ_VITALS)));
  }

  async title(): Promise<string> {
    return toText(await this.evaluate('document.title'));
  }

  async html(): Promise<string> {
    return toText(await this.evaluate('document.documentElement.outerHTML'));
  }

  /** A PNG image in base64, smaller than the screen if it would be too long to keep; null: the page cannot be painted. */
  async screenshot(): Promise<string | null> {
    const [width, height] = this.#screen;
    try {
      for (const scale of [1, 0.5, 0.25]) {
        const clip = { x: 0, y: 0, width, height, scale };
        const { data } = await this.send('Page.captureScreenshot', { format: 'png', clip });
        const image = toText(data);
        if (image.length <= MAX_IMAGE) return image;
      }
      return null;
    } catch (error) {
      if (error instanceof ProtocolError) return null;
      throw error;
    }
  }

  async #settle(): Promise<void> {
    const until = performance.now() + SETTLE_MS;
    // Paints are reported a frame later.
    await this.pause();
    while (this.#open > 0 && performance.now() < until) await this.pause();
  }

  #onEvent(method: string, params: Data): void {
    if (method.startsWith('Network.')) return this.#onNetwork(method, params);
    switch (method) {
      case 'Page.loadEventFired':
        this.#loads += 1;
        return;
      case 'Page.frameNavigated': {
        const frame = toData(params['frame']);
        if (frame['parentId'] === undefined) this.#url = toText(frame['url']);
        return;
      }
      case 'Page.navigatedWithinDocument':
        if (params['frameId'] === this.#mainFrame) this.#url = toText(params['url']);
        return;
      case 'Page.javascriptDialogOpening':
        // An open dialog would block the page. If the dialog or the page is gone by now, nothing is blocked.
        void this.send('Page.handleJavaScriptDialog', { accept: true }).catch(() => undefined);
        return;
      case 'Inspector.targetCrashed':
        this.#hasCrashed = true;
        return;
      default:
        return this.#onConsole(method, params);
    }
  }

  #onNetwork(method: string, params: Data): void {
    this.har.record(method, params);
    if (method === 'Network.requestWillBeSent' && params['redirectResponse'] === undefined) this.#open += 1;
    if (method === 'Network.loadingFinished' || method === 'Network.loadingFailed') {
      this.#open = Math.max(0, this.#open - 1);
    }
    const isDocument = method === 'Network.responseReceived' && params['type'] === 'Document';
    if (!isDocument || (this.#mainFrame !== '' && params['frameId'] !== this.#mainFrame)) return;
    const status = toData(params['response'])['status'];
    if (typeof status === 'number') this.#status = status;
  }

  #onConsole(method: string, params: Data): void {
    if (method === 'Runtime.exceptionThrown') {
      const details = toData(params['exceptionDetails']);
      this.#noteError(toText(toData(details['exception'])['description']) || toText(details['text']));
    } else if (method === 'Runtime.consoleAPICalled' && params['type'] === 'error') {
      const args = Array.isArray(params['args']) ? params['args'].map(toData) : [];
      this.#noteError(args.map((arg) => toText(arg['value'] ?? arg['description'])).join(' '));
    } else if (method === 'Log.entryAdded') {
      const entry = toData(params['entry']);
      if (entry['level'] === 'error') this.#noteError(`${toText(entry['text'])} ${toText(entry['url'])}`.trim());
    }
  }

  #noteError(text: string): void {
    if (this.consoleErrors.length < MAX_CONSOLE_ERRORS) this.consoleErrors.push(cut(text, 300));
  }
}
