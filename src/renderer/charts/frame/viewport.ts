/**
 * The time that all charts of a page show. During a gesture it moves in every frame: layers that are already drawn
 * follow at once by a transform, and are redrawn a few times a second.
 */
import { isSameView, spanOf, type TimeSpan, type TimeView } from '../../../shared/time-view.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { listenTo } from '../../live/listeners.ts';
import { viewOfSpan, within } from './viewport-math.ts';

/** The state that components render. */
export interface ViewportState {
  readonly view: TimeView;
  /** Since when the view is shown. */
  readonly since: EpochMs;
  /** The span to draw during a gesture; null: no gesture is under way. */
  readonly gesture: TimeSpan | null;
}

export interface ViewportOptions {
  readonly view: TimeView;
  readonly now: () => EpochMs;
  /** Calls back in the next frame. */
  readonly nextFrame: (callback: () => void) => void;
}

/** The minimum time between redraws of charts during a gesture; more where redrawing takes long. */
const REDRAW_MS: Ms = 90;
/** During a gesture, redrawing may take one part in this many of the time. */
const REDRAW_SHARE = 4;
/**
 * Drawings are stretched and shifted up to this far before they are redrawn. Charts are drawn beyond their ends by
 * more.
 */
const STRETCH = 1.25;
const SHIFT = 0.15;
const FRAME_MS: Ms = 1000 / 60;

export class Viewport {
  readonly #options: ViewportOptions;
  readonly #listeners = new Set<() => void>();
  readonly #frames = new Set<() => void>();
  readonly #pointers = new Set<() => void>();
  readonly #chosen = new Set<(view: TimeView) => void>();
  #state: ViewportState;
  #span: TimeSpan | null = null;
  #framePending = false;
  #redrawnAt = -Infinity;
  #redrawMs: Ms = 0;
  /** The duration of the last redraw has not been measured yet. */
  #measures = false;
  #pointerAt: EpochMs | null = null;

  constructor(options: ViewportOptions) {
    this.#options = options;
    this.#state = { view: options.view, since: options.now(), gesture: null };
  }

  readonly getState = (): ViewportState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => listenTo(this.#listeners, listener);

  /** Calls the listener with each view that was chosen here, and not by `show`. */
  readonly onChosen = (listener: (view: TimeView) => void): (() => void) => listenTo(this.#chosen, listener);

  /** Calls the listener in each frame of a gesture. */
  readonly onFrame = (listener: () => void): (() => void) => listenTo(this.#frames, listener);

  /** The time under the pointer or the keyboard's cursor in any chart of the page; null: none. */
  get pointerAt(): EpochMs | null {
    return this.#pointerAt;
  }

  readonly onPointer = (listener: () => void): (() => void) => listenTo(this.#pointers, listener);

  pointTo(at: EpochMs | null): void {
    if (at === this.#pointerAt) return;
    this.#pointerAt = at;
    for (const listener of this.#pointers) listener();
  }

  /** The currently visible span. */
  get span(): TimeSpan {
    return this.#span ?? spanOf(this.#state.view, this.#options.now());
  }

  /** The span of a gesture in this frame; null: no gesture is under way. */
  get moving(): TimeSpan | null {
    return this.#span;
  }

  /** Moves to a span, in the next frame. The first move begins a gesture, which `settle` ends. */
  move(span: TimeSpan): void {
    const begins = this.#span === null;
    // The charts stop moving by themselves before they are moved.
    if (begins) this.#set({ ...this.#state, gesture: this.span });
    this.#span = within(span, this.#options.now());
    this.#nextFrame();
  }

  /** Ends the gesture: the visible span becomes the view. */
  settle(): void {
    if (this.#span === null) return;
    const view = viewOfSpan(this.#span, this.#options.now());
    this.#span = null;
    this.go(view);
  }

  /** Shows a view that a person chose. */
  go(view: TimeView): void {
    const isNew = !isSameView(view, this.#state.view);
    this.show(view);
    if (isNew) for (const listener of this.#chosen) listener(view);
  }

  /** Shows a view, for example the one in the address. */
  show(view: TimeView): void {
    this.#span = null;
    if (this.#state.gesture === null && isSameView(view, this.#state.view)) return;
    this.#set({ view, since: this.#options.now(), gesture: null });
  }

  #frame(): void {
    this.#framePending = false;
    const span = this.#span;
    if (this.#measures) {
      // React renders after the frame's callbacks, so only the next frame knows how long it took.
      this.#measures = false;
      this.#redrawMs = Math.max(0, this.#options.now() - this.#redrawnAt - FRAME_MS);
    }
    if (span === null) return;
    if (this.#isFarFrom(span)) this.#redraw(span);
    for (const listener of this.#frames) listener();
  }

  /** Whether the drawing looks wrong for a span: stretched too much, or missing at an end. */
  #isFarFrom(span: TimeSpan): boolean {
    const { from, to } = this.#state.gesture ?? span;
    const length = to - from;
    const stretch = length / (span.to - span.from);
    const shift = Math.max(from - span.from, span.to - to) / length;
    return stretch > STRETCH || stretch < 1 / STRETCH || shift > SHIFT;
  }

  #redraw(span: TimeSpan): void {
    const began = this.#options.now();
    if (began - this.#redrawnAt < Math.max(REDRAW_MS, REDRAW_SHARE * this.#redrawMs)) {
      // Later, even if nothing moves any more.
      this.#nextFrame();
      return;
    }
    this.#redrawnAt = began;
    this.#measures = true;
    this.#set({ ...this.#state, gesture: span });
    this.#nextFrame();
  }

  #nextFrame(): void {
    if (this.#framePending) return;
    this.#framePending = true;
    this.#options.nextFrame(() => this.#frame());
  }

  #set(state: ViewportState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
