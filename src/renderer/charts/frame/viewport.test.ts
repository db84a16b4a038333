import { describe, expect, test, vi } from 'vitest';
import type { TimeView } from '../../../shared/time-view.ts';
import { panned, viewOfSpan, within, zoomed } from './viewport-math.ts';
import { Viewport } from './viewport.ts';

const HOUR = 3_600_000;
const NOW = 1_796_000_000_000;

function start(view: TimeView = { type: 'last', ms: HOUR }) {
  let now = NOW;
  const frames: (() => void)[] = [];
  const onChosen = vi.fn<(view: TimeView) => void>();
  const viewport = new Viewport({ view, now: () => now, nextFrame: (frame) => void frames.push(frame) });
  viewport.onChosen(onChosen);
  const frame = (ms = 16) => {
    now += ms;
    for (const each of frames.splice(0)) each();
  };
  return { viewport, frame, onChosen, frames };
}

describe('a span', () => {
  test('zooms around the time under the pointer', () => {
    expect(zoomed({ from: 0, to: 100_000 }, 25_000, 0.5)).toEqual({ from: 12_500, to: 62_500 });
    expect(zoomed({ from: 0, to: 100_000 }, 100_000, 2)).toEqual({ from: -100_000, to: 100_000 });
  });

  test('is never shorter than a second', () => {
    const { from, to } = zoomed({ from: 0, to: 2000 }, 500, 0.001);
    expect(to - from).toBe(1000);
  });

  test('does not go far beyond now', () => {
    expect(within(panned({ from: NOW - HOUR, to: NOW }, HOUR), NOW).to).toBe(NOW + HOUR / 10);
    expect(within({ from: -5, to: 10_000 }, NOW)).toEqual({ from: 0, to: 10_005 });
  });

  test('follows the time after a gesture if it ends about now', () => {
    expect(viewOfSpan({ from: NOW - HOUR + 900, to: NOW - 400 }, NOW)).toEqual({ type: 'last', ms: HOUR - 1300 });
    expect(viewOfSpan({ from: NOW - 3 * HOUR, to: NOW - HOUR }, NOW)).toEqual({
      type: 'fixed',
      from: NOW - 3 * HOUR,
      to: NOW - HOUR,
    });
  });
});

describe('a viewport', () => {
  test('freezes the charts when a gesture begins, and moves them in each frame', () => {
    const { viewport, frame, frames } = start();
    const onFrame = vi.fn<() => void>();
    viewport.onFrame(onFrame);
    const { from, to } = viewport.span;
    viewport.move({ from: from - 1000, to: to - 1000 });
    expect(viewport.getState().gesture).toEqual({ from: NOW - HOUR, to: NOW });
    viewport.move({ from: from - 2000, to: to - 2000 });
    // Moves between two frames count as one.
    expect(frames).toHaveLength(1);
    frame();
    expect(onFrame).toHaveBeenCalledOnce();
    expect(viewport.moving).toEqual({ from: from - 2000, to: to - 2000 });
  });

  test('lets charts redraw a few times a second at most, however fast it moves', () => {
    const { viewport, frame } = start();
    const drawn = new Set<unknown>();
    for (let count = 1; count <= 60; count += 1) {
      viewport.move({ from: NOW - (2 + count) * HOUR, to: NOW - (1 + count) * HOUR });
      frame();
      drawn.add(viewport.getState().gesture);
    }
    expect(drawn.size).toBeGreaterThan(8);
    expect(drawn.size).toBeLessThan(14);
  });

  test('does not redraw while a transform is enough', () => {
    const { viewport, frame } = start();
    viewport.move({ from: NOW - 2 * HOUR, to: NOW - HOUR });
    frame(200);
    frame();
    const drawn = viewport.getState().gesture;
    for (let count = 1; count <= 20; count += 1) {
      viewport.move({ from: NOW - 2 * HOUR - count * 20_000, to: NOW - HOUR - count * 20_000 });
      frame();
    }
    expect(viewport.getState().gesture).toBe(drawn);
    viewport.move({ from: NOW - 2.2 * HOUR, to: NOW - 1.2 * HOUR });
    frame();
    expect(viewport.getState().gesture).toEqual({ from: NOW - 2.2 * HOUR, to: NOW - 1.2 * HOUR });
  });

  test('draws less often where drawing takes long', () => {
    const { viewport, frame } = start();
    const far = (count: number) => ({ from: NOW - (2 + count) * HOUR, to: NOW - (1 + count) * HOUR });
    viewport.move(far(1));
    frame();
    // The next frame comes only when the charts are drawn.
    frame(217);
    viewport.move(far(2));
    frame(400);
    expect(viewport.getState().gesture).toEqual(far(1));
    frame(400);
    expect(viewport.getState().gesture).toEqual(far(2));
  });

  test('redraws later if the last drawing was too recent', () => {
    const { viewport, frame } = start();
    viewport.move({ from: NOW - 3 * HOUR, to: NOW - 2 * HOUR });
    frame();
    viewport.move({ from: NOW - 5 * HOUR, to: NOW - 4 * HOUR });
    frame();
    expect(viewport.getState().gesture).toEqual({ from: NOW - 3 * HOUR, to: NOW - 2 * HOUR });
    frame(100);
    expect(viewport.getState().gesture).toEqual({ from: NOW - 5 * HOUR, to: NOW - 4 * HOUR });
  });

  test('reports the view after a gesture as one change', () => {
    const { viewport, frame, onChosen } = start();
    viewport.move({ from: NOW - 3 * HOUR, to: NOW - 2 * HOUR });
    frame();
    viewport.move({ from: NOW - 4 * HOUR, to: NOW - 2 * HOUR });
    frame();
    expect(onChosen).not.toHaveBeenCalled();
    viewport.settle();
    const view = { type: 'fixed', from: NOW - 4 * HOUR, to: NOW - 2 * HOUR };
    expect(onChosen.mock.calls).toEqual([[view]]);
    expect(viewport.getState()).toMatchObject({ view, gesture: null });
    viewport.settle();
    expect(onChosen).toHaveBeenCalledOnce();
  });

  test('shows the view of an address without reporting it', () => {
    const { viewport, onChosen } = start();
    const listener = vi.fn<() => void>();
    viewport.subscribe(listener);
    viewport.show({ type: 'last', ms: HOUR });
    expect(listener).not.toHaveBeenCalled();
    viewport.show({ type: 'last', ms: 2 * HOUR });
    expect(listener).toHaveBeenCalledOnce();
    expect(onChosen).not.toHaveBeenCalled();
  });

  test('tells all charts where the pointer is, once for each place', () => {
    const { viewport } = start();
    const listener = vi.fn<() => void>();
    viewport.onPointer(listener);
    viewport.pointTo(NOW);
    viewport.pointTo(NOW);
    viewport.pointTo(null);
    expect(listener).toHaveBeenCalledTimes(2);
    expect(viewport.pointerAt).toBeNull();
  });
});
