/** `webContents`: the page of a window, with its preload in an isolated world. */
import { readFileSync } from 'node:fs';
import type { PrintToPDFOptions, WebContents, WebPreferences } from 'electron';
import { fromChromium, toChromium } from '../addresses.ts';
import { CdpError } from '../cdp.ts';
import type { FromPage, ToPage } from '../page/isolated-world.ts';
import { pageScripts, type PageScripts } from '../page/scripts.ts';
import { ELECTRON_VERSION, reportRejection } from '../runtime.ts';
import { lacks, preventable, reportProblem, strictEmitter, type PreventableEvent } from '../strict.ts';
import { followFrames, type FrameDouble, type Frames } from './frames.ts';
import { answerInvoke, messageText, receiveSend } from './ipc-main.ts';
import { openPageTarget, type PageTarget, type PageTargetQueue } from './page-target.ts';
import { openPageWorld, type OpenDetails, type PageWorld } from './page-world.ts';
import { decidePermission } from './permissions.ts';
import { checkPreferences, type Known } from './contents-options.ts';
import { handleRequests, type Requests } from './requests.ts';
import { defaultSession } from './session.ts';

/** Inches. */
const PAPER: Readonly<Partial<Record<string, readonly [number, number]>>> = { A4: [8.27, 11.69], Letter: [8.5, 11] };

const all = new Map<number, WebContentsDouble>();
let lastId = 0;

export interface ContentsHost {
  readonly userData: string;
  /** Called for a key that the page did not handle, for the application menu. */
  readonly onKey: (key: Extract<FromPage, { type: 'key' }>) => void;
  readonly onProcessGone: (contents: WebContentsDouble, details: { reason: string; exitCode: number }) => void;
  /** Applies the window's size and colors to the page. */
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
  private destroyed = false;
  private crashed = false;
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
    reportRejection(this.queue.target);
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
    session.on('Page.loadEventFired', () => {
      this.loaded.resolve('loaded');
      this.emit('did-finish-load');
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
        reportRejection(answerInvoke(message.channel, message.args, from, message.id).then(answer));
        break;
      case 'send':
        receiveSend(message.channel, message.args, from);
        break;
      case 'permission': {
        const { id, permission, query } = message;
        const question = { permission, query, contents: this, frame: senderFrame, userData: this.host.userData };
        reportRejection(decidePermission(question).then((granted) => answer({ type: 'permitted', id, granted })));
        break;
      }
      case 'navigate':
        if (frameId !== null) this.requests?.navigate(message.url, frameId);
        break;
      case 'title': {
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
      this.emit('did-fail-load', {}, -2, code, url, true, 0, 0);
      throw Object.assign(new Error(`${code} (-2) loading '${url}'`), { errno: -2, code, url });
    };
    const { errorText, loaderId } = await this.queue.run(({ session }) => {
      this.loaded = loaded;
      this.crashed = false;
      return session.send('Page.navigate', { url: toChromium(url) });
    });
    if (errorText !== undefined) fail(errorText.replace('net::', ''));
    // A navigation within the document loads nothing.
    if (loaderId !== undefined && (await loaded.promise) === 'gone') fail('ERR_FAILED');
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
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isCrashed(): boolean {
    return this.crashed;
  }
  forcefullyCrashRenderer(): void {
    // There is no answer, because the process crashes.
    reportRejection(this.queue.target.then(({ session }) => session.send('Page.crash').catch(() => {})));
  }
  setZoomLevel(level: number): void {
    this.zoom = level;
    this.host.onZoom();
  }
  getZoomLevel(): number {
    return this.zoom;
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
  async printToPDF({
    pageSize = 'Letter',
    printBackground = false,
    preferCSSPageSize = false,
    ...others
  }: PrintToPDFOptions): Promise<Buffer> {
    for (const name of Object.keys(others)) lacks(`printToPDF option ${name}`);
    const [paperWidth, paperHeight] =
      (typeof pageSize === 'string' ? PAPER[pageSize] : undefined) ??
      lacks(`printToPDF with pageSize ${JSON.stringify(pageSize)}`);
    const options = { paperWidth, paperHeight, printBackground, preferCSSPageSize };
    const { data } = await this.queue.run(({ session }) => session.send('Page.printToPDF', options));
    return Buffer.from(data, 'base64');
  }
  /** Sends an editing command without a key, like a menu. */
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
    reportRejection(
      this.queue.close().catch((error: unknown) => {
        // Chromium may have ended with the app.
        if (!(error instanceof CdpError)) throw error;
      }),
    );
    this.emit('destroyed');
  }
}
