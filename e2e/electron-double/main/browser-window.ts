/** `BrowserWindow`: a page in Chromium, with a place and visibility like an Electron window. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { needReady, settings, state } from '../runtime.ts';
import { lacks, preventable, strictEmitter } from '../strict.ts';
import { mediaFeatures, onAppearance } from './native-theme.ts';
import type { PageTarget } from './page-target.ts';
import { displayOf, screen } from './screen.ts';
import { WebContentsDouble, type ContentsHost } from './web-contents.ts';
import { UNDERSTOOD, type Known } from './window-options.ts';
import { applyAppearance, applyBackground, applyPlace, applySight, type ViewPlace } from './window-view.ts';

/** What the app provides to every window. */
export type WindowHost = Pick<ContentsHost, 'userData' | 'onKey' | 'onProcessGone'> & {
  readonly onMade: (window: BrowserWindowDouble) => void;
  readonly onClosed: () => void;
  readonly onFocus: (name: 'browser-window-focus' | 'browser-window-blur', window: BrowserWindowDouble) => void;
};
let host: (() => WindowHost) | null = null;
export function setWindowHost(of: () => WindowHost): void {
  host = of;
}

const all = new Map<number, BrowserWindowDouble>();
let focused: BrowserWindowDouble | null = null;
let lastId = 0;

function setFocused(window: BrowserWindowDouble | null): void {
  focused = window;
}

export class BrowserWindowDouble extends strictEmitter('BrowserWindow') implements Pick<BrowserWindow, Known> {
  readonly id: number;
  readonly webContents: WebContentsDouble;
  private readonly host: WindowHost;
  private normal: Rectangle;
  private minimum: [number, number];
  private mode: 'normal' | 'maximized' | 'fullscreen' = 'normal';
  private visible = false;
  private minimized = false;
  private destroyed = false;
  private background: string;
  private title: string;
  private onTop: boolean;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    needReady('Cannot create BrowserWindow before app is ready');
    if (host === null) throw new Error('Expected the app to be there before its windows');
    for (const name of Object.keys(options)) if (!UNDERSTOOD.has(name)) lacks(`BrowserWindow option ${name}`);
    this.host = host();
    this.id = ++lastId;
    const { width = 800, height = 600, minWidth = 0, minHeight = 0, backgroundColor = '#FFFFFF' } = options;
    const { workArea } = screen.getPrimaryDisplay();
    const {
      x = workArea.x + Math.floor((workArea.width - width) / 2),
      y = workArea.y + Math.floor((workArea.height - height) / 2),
    } = options;
    this.minimum = [minWidth, minHeight];
    this.normal = { x, y, width: Math.max(width, minWidth), height: Math.max(height, minHeight) };
    this.background = backgroundColor;
    this.title = options.title ?? 'Electron';
    this.onTop = options.alwaysOnTop ?? false;
    this.webContents = new WebContentsDouble(options.webPreferences ?? {}, {
      ...this.host,
      prepare: (target) => this.prepare(target),
      onZoom: () => this.layOut(),
      onTitle: (title, event) => {
        this.emit('page-title-updated', event, title, true);
        // It becomes the window's title, unless the app prevents that.
        if (!event.defaultPrevented) this.title = title;
      },
      isFocused: () => this.isFocused(),
    });
    all.set(this.id, this);
    this.webContents.on('did-finish-load', () => {
      if (!this.visible && settings.readyToShow !== false) this.emit('ready-to-show');
    });
    this.host.onMade(this);
    if (options.show ?? true) this.show();
  }

  private async prepare(target: PageTarget): Promise<void> {
    const view = { place: this.place(), background: this.background };
    this.once(
      'closed',
      onAppearance((features) => this.later((shown) => applyAppearance(shown, features))),
    );
    await Promise.all([
      applyAppearance(target, mediaFeatures()),
      applyPlace(target, view.place),
      applyBackground(target, view.background),
    ]);
  }
  private later(step: (target: PageTarget) => Promise<unknown>): void {
    this.webContents.queue.later(step);
  }
  private place(): ViewPlace {
    return { bounds: this.getBounds(), zoom: this.webContents.getZoomFactor() };
  }
  private layOut(): void {
    this.later((target) => applyPlace(target, this.place()));
  }
  private applyVisibility(): void {
    const seen = this.visible && !this.minimized;
    this.later((target) => applySight(target, seen));
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    if (this.visible) return;
    this.visible = true;
    this.applyVisibility();
    this.emit('show');
  }
  hide(): void {
    if (!this.visible) return;
    this.blur();
    this.visible = false;
    this.applyVisibility();
    this.emit('hide');
  }
  focus(): void {
    if (focused === this || !this.visible) return;
    focused?.blur();
    setFocused(this);
    this.emit('focus');
    this.host.onFocus('browser-window-focus', this);
  }
  blur(): void {
    if (focused !== this) return;
    setFocused(null);
    this.emit('blur');
    this.host.onFocus('browser-window-blur', this);
  }
  isFocused(): boolean {
    return focused === this;
  }
  isVisible(): boolean {
    return this.visible && !this.minimized;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  minimize(): void {
    if (this.minimized) return;
    this.blur();
    this.minimized = true;
    this.applyVisibility();
    this.emit('minimize');
  }
  restore(): void {
    if (!this.minimized) return;
    this.minimized = false;
    this.visible = true;
    this.applyVisibility();
    this.emit('restore');
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  private setMode(mode: 'normal' | 'maximized' | 'fullscreen', event: string): void {
    if (this.mode === mode) return;
    this.mode = mode;
    this.layOut();
    this.emit(event);
    this.emit('resize');
  }
  maximize(): void {
    this.setMode('maximized', 'maximize');
    // Like Electron, maximizing shows a hidden window.
    this.show();
  }
  isMaximized(): boolean {
    return this.mode === 'maximized';
  }
  setFullScreen(flag: boolean): void {
    if (flag) this.setMode('fullscreen', 'enter-full-screen');
    else if (this.mode === 'fullscreen') this.setMode('normal', 'leave-full-screen');
  }
  isFullScreen(): boolean {
    return this.mode === 'fullscreen';
  }
  getBounds(): Rectangle {
    if (this.mode === 'normal') return { ...this.normal };
    const display = displayOf(this.normal);
    return { ...(this.mode === 'maximized' ? display.workArea : display.bounds) };
  }
  getNormalBounds(): Rectangle {
    return { ...this.normal };
  }
  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.normal;
    const next = { ...before, ...bounds };
    const [minWidth, minHeight] = this.minimum;
    this.normal = { ...next, width: Math.max(next.width, minWidth), height: Math.max(next.height, minHeight) };
    this.mode = 'normal';
    this.layOut();
    if (before.width !== this.normal.width || before.height !== this.normal.height) {
      this.emit('resize');
      this.emit('resized');
    }
    if (before.x !== this.normal.x || before.y !== this.normal.y) {
      this.emit('move');
      this.emit('moved');
    }
  }
  setBackgroundColor(color: string): void {
    this.background = color;
    this.later((target) => applyBackground(target, color));
  }
  getBackgroundColor(): string {
    return this.background;
  }
  getTitle(): string {
    return this.title;
  }
  setAlwaysOnTop(flag: boolean): void {
    if (this.onTop === flag) return;
    this.onTop = flag;
    this.emit('always-on-top-changed', {}, flag);
  }
  isAlwaysOnTop(): boolean {
    return this.onTop;
  }

  close(): void {
    if (this.destroyed) return;
    const event = preventable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.destroyed) return;
    this.blur();
    this.destroyed = true;
    this.visible = false;
    all.delete(this.id);
    this.webContents.destroy();
    // As in Electron, listeners are called later.
    queueMicrotask(() => {
      this.emit('closed');
      if (!state.exiting) this.host.onClosed();
    });
  }

  static getAllWindows(): BrowserWindowDouble[] {
    return [...all.values()];
  }
  static getFocusedWindow(): BrowserWindowDouble | null {
    return focused;
  }
  static fromWebContents(contents: object): BrowserWindowDouble | null {
    return [...all.values()].find((window) => window.webContents === contents) ?? null;
  }
}
