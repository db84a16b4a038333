/** `webContents`: the page of a window, with its preload in an isolated world of it. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { WebContents, WebPreferences } from 'electron';
import { fromChromium, toChromium } from '../addresses.ts';
import { CdpError } from '../cdp.ts';
import type { FromPage, ToPage } from '../page/isolated-world.ts';
import { pageScripts, type PageScripts } from '../page/scripts.ts';
import { ELECTRON_VERSION, owned } from '../runtime.ts';
import { lacks, preventable, reportProblem, strictEmitter, type PreventableEvent } from '../strict.ts';
import { followFrames, type FrameDouble, type Frames } from './frames.ts';
import { answerInvoke, messageText, receiveSend } from './ipc-main.ts';
import { openPageTarget, type PageTarget, type PageTargetQueue } from './page-target.ts';
import { openPageWorld, type OpenDetails, type PageWorld } from './page-world.ts';
import { decidePermission } from './permissions.ts';
import { checkPreferences, type Known } from './contents-options.ts';
import { handleRequests, type Requests } from './requests.ts';
import { defaultSession } from './session.ts';

const all = new Map<number, WebContentsDouble>();
let lastId = 0;

export interface ContentsHost {
  readonly userData: string;
  /** A key that the page left alone: the application menu may have it. */
  readonly onKey: (key: Extract<FromPage, { type: 'key' }>) => void;
  readonly onProcessGone: (contents: WebContentsDouble, details: { reason: string; exitCode: number }) => void;
  /** The page has its size from the window. */
  readonly prepare: (target: PageTarget) => Promise<void>;
  readonly onZoom: () => void;
  readonly onTitle: (title: string, event: PreventableEvent) => void;
  readonly isFocused: () => boolean;
}

export class WebContentsDouble extends strictEmitter('webContents') implements Pick<WebContents, Known> {
  readonly id: number;
  readonly session = defaultSession;
  readonly queue: PageTargetQueue;
  private readonly host: ContentsHost;
  private readonly scripts: PageScripts;
  private frames: Frames | null = null;
  private requests: Requests | null = null;
  private openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;
  private world: PageWorld | null = null;
  private pageTitle = '';
  private loading = false;
  private destroyed = false;
  private crashed = false;
  private devTools = false;
  private zoom = 0;
  private loaded = Promise.withResolvers<'loaded' | 'gone'>();

  constructor(preferences: WebPreferences, host: ContentsHost) {
    super();
    this.id = ++lastId;
    all.set(this.id, this);
    this.host = host;
    checkPreferences(preferences);
    const { preload } = preferences;
    const versions = { ...process.versions, electron: ELECTRON_VERSION, platform: process.platform } as Record<
      string,
      string
    >;
    this.scripts = pageScripts(preload === undefined ? null : readFileSync(preload, 'utf8'), versions);
    this.queue = openPageTarget(host.userData, (target) => this.prepare(target));
    owned(this.queue.target);
  }

  private async prepare(target: PageTarget): Promise<void> {
    const { session, targetId } = target;
    this.frames = followFrames(session, targetId, (channel, args) => this.send(channel, ...args));
    this.world = openPageWorld({
      target,
      scripts: this.scripts,
      onMessage: (message, frameId, answer) => this.receive(message, frameId, answer),
      onWindowOpen: (details) => this.askWindowOpen(details),
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== targetId || frame.url.startsWith('chrome-error:')) return;
      this.emit('did-navigate', {}, fromChromium(frame.url + (frame.urlFragment ?? '')), 200, 'OK');
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      this.emit('did-navigate-in-page', {}, fromChromium(url), frameId === targetId);
    });
    session.on('Page.frameStartedNavigating', ({ frameId, url, navigationType }) => {
      if (frameId !== targetId || /sameDocument/iu.test(navigationType)) return;
      this.loading = true;
      this.emit('did-start-loading');
      this.emit(
        'did-start-navigation',
        preventable({ url: fromChromium(url), isSameDocument: false, isMainFrame: true }),
      );
    });
    session.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    session.on('Page.loadEventFired', () => {
      this.loading = false;
      this.loaded.resolve('loaded');
      this.emit('did-finish-load');
      this.emit('did-stop-loading');
    });
    session.on('Inspector.targetCrashed', () => this.onCrash());
    await Promise.all([this.world.install(), this.takeRequests(target), this.host.prepare(target)]);
  }

  private async takeRequests({ session, targetId }: PageTarget): Promise<void> {
    this.requests = await handleRequests({
      session,
      mainFrameId: targetId,
      findFrame: (id) => this.frames?.find(id) ?? null,
      announce: (name, event) => this.emit(name, event, event.url),
    });
  }

  private receive(message: FromPage, frameId: string | null, answer: (to: ToPage) => void): void {
    const senderFrame = frameId === null ? null : (this.frames?.find(frameId) ?? null);
    const from = {
      sender: this,
      senderFrame,
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    };
    switch (message.type) {
      case 'invoke':
        owned(answerInvoke(message.channel, message.args, from, message.id).then(answer));
        break;
      case 'send':
        receiveSend(message.channel, message.args, from);
        break;
      case 'permission': {
        const { id, permission, query } = message;
        const question = { permission, query, contents: this, frame: senderFrame, userData: this.host.userData };
        owned(decidePermission(question).then((granted) => answer({ type: 'permitted', id, granted })));
        break;
      }
      case 'navigate':
        if (frameId !== null) this.requests?.navigate(message.url, frameId);
        break;
      case 'title': {
        this.pageTitle = message.title;
        const event = preventable();
        this.emit('page-title-updated', event, message.title, true);
        this.host.onTitle(message.title, event);
        break;
      }
      case 'key':
        this.host.onKey(message);
        break;
      case 'preloadFailed': {
        const error = new Error(message.message);
        error.stack = message.stack;
        reportProblem(`The preload failed: ${message.stack}`);
        this.emit('preload-error', {}, '', error);
        break;
      }
    }
  }

  private askWindowOpen(details: OpenDetails): void {
    const url = fromChromium(details.url);
    const referrer = { url: this.getURL(), policy: 'strict-origin-when-cross-origin' } as const;
    const answer = this.openHandler?.({ ...details, url, disposition: 'foreground-tab', referrer });
    if (answer?.action !== 'deny') reportProblem(`The double has no windows that a page opens, and ${url} was allowed`);
  }

  private onCrash(): void {
    this.crashed = true;
    this.loading = false;
    this.loaded.resolve('gone');
    const details = { reason: 'crashed', exitCode: 5 };
    this.emit('render-process-gone', {}, details);
    this.host.onProcessGone(this, details);
  }

  get mainFrame(): FrameDouble {
    const frame = this.frames?.main() ?? null;
    return frame ?? lacks('webContents.mainFrame before the first page');
  }

  async loadURL(url: string): Promise<void> {
    const loaded = Promise.withResolvers<'loaded' | 'gone'>();
    const fail = (code: string): never => {
      this.loading = false;
      this.emit('did-fail-load', {}, -2, code, url, true, 0, 0);
      throw Object.assign(new Error(`${code} (-2) loading '${url}'`), { errno: -2, code, url });
    };
    const { errorText, loaderId } = await this.queue.run(({ session }) => {
      this.loaded = loaded;
      this.crashed = false;
      this.loading = true;
      return session.send('Page.navigate', { url: toChromium(url) });
    });
    if (errorText !== undefined) fail(errorText.replace('net::', ''));
    // Within the document there is nothing to wait for.
    if (loaderId === undefined) this.loading = false;
    else if ((await loaded.promise) === 'gone') fail('ERR_FAILED');
  }
  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href);
  }
  reload(): void {
    this.crashed = false;
    this.queue.later(({ session }) => session.send('Page.reload'));
  }
  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    const text = messageText(channel, args);
    if (!this.destroyed) this.world?.deliver(text);
  }
  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.frames?.main()?.url ?? '';
  }
  getTitle(): string {
    return this.pageTitle;
  }
  getType(): 'window' {
    return 'window';
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isCrashed(): boolean {
    return this.crashed;
  }
  isLoading(): boolean {
    return this.loading;
  }
  focus(): void {
    this.queue.later(({ session }) => session.send('Page.bringToFront'));
  }
  isFocused(): boolean {
    return this.host.isFocused();
  }
  setBackgroundThrottling(): void {
    // None of the double's pages is throttled.
  }
  async executeJavaScript(code: string): Promise<unknown> {
    const { session } = await this.queue.target;
    const expression = { expression: code, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', expression);
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  }
  forcefullyCrashRenderer(): void {
    // The answer never comes: who would give it is gone.
    owned(this.queue.target.then(({ session }) => session.send('Page.crash').catch(() => {})));
  }
  openDevTools(): void {
    this.devTools = true;
    this.emit('devtools-opened');
  }
  closeDevTools(): void {
    this.devTools = false;
    this.emit('devtools-closed');
  }
  toggleDevTools(): void {
    if (this.devTools) this.closeDevTools();
    else this.openDevTools();
  }
  isDevToolsOpened(): boolean {
    return this.devTools;
  }
  setZoomLevel(level: number): void {
    this.zoom = level;
    this.host.onZoom();
  }
  getZoomLevel(): number {
    return this.zoom;
  }
  setZoomFactor(factor: number): void {
    this.setZoomLevel(Math.log(factor) / Math.log(1.2));
  }
  getZoomFactor(): number {
    return 1.2 ** this.zoom;
  }
  undo(): void {
    this.edit('undo');
  }
  redo(): void {
    this.edit('redo');
  }
  cut(): void {
    this.edit('cut');
  }
  copy(): void {
    this.edit('copy');
  }
  paste(): void {
    this.edit('paste');
  }
  delete(): void {
    this.edit('delete');
  }
  selectAll(): void {
    this.edit('selectAll');
  }
  /** An editing command without a key, which is how menus give them. */
  private edit(command: string): void {
    this.queue.later(({ session }) =>
      session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] }),
    );
  }

  /** The window is gone. */
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    all.delete(this.id);
    this.loaded.resolve('gone');
    owned(
      this.queue.close().catch((error: unknown) => {
        // Chromium may have ended with the app.
        if (!(error instanceof CdpError)) throw error;
      }),
    );
    this.emit('destroyed');
  }

  static getAllWebContents(): WebContentsDouble[] {
    return [...all.values()];
  }
  static fromId(id: number): WebContentsDouble | undefined {
    return all.get(id);
  }
}
