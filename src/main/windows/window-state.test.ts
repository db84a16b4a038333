import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIN_SIZE, isReachable, placeWindow } from './window-state.ts';
import type { Rectangle } from './window-state.ts';

const screen: Rectangle = { x: 0, y: 25, width: 1920, height: 1055 };
const right: Rectangle = { x: 1920, y: 0, width: 1280, height: 1024 };
const left: Rectangle = { x: -1600, y: -200, width: 1600, height: 900 };
const at = (x: number, y: number, width = 1000, height = 700, maximized = false) => ({
  bounds: { x, y, width, height },
  maximized,
});

describe('placeWindow', () => {
  it('is the middle of the first screen the first time', () => {
    expect(placeWindow(null, [screen, right])).toEqual(at(320, 152, 1280, 800));
  });

  it('is where the window was', () => {
    expect(placeWindow(at(100, 100), [screen])).toEqual(at(100, 100));
    expect(placeWindow(at(-1500, -100), [screen, left])).toEqual(at(-1500, -100));
    expect(placeWindow(at(2000, 10, 1000, 700, true), [screen, right])).toEqual(at(2000, 10, 1000, 700, true));
  });

  it('is moved in when it was partly outside', () => {
    expect(placeWindow(at(-300, 900), [screen])).toEqual(at(0, 380));
    expect(placeWindow(at(1500, 0), [screen])).toEqual(at(920, 25));
  });

  it('is on the first screen when its own is gone', () => {
    expect(placeWindow(at(2000, 10), [screen])).toEqual(at(460, 202));
    expect(placeWindow(at(2000, 10, 1000, 700, true), [screen])).toEqual(at(460, 202, 1000, 700, true));
  });

  it('is on the first screen when too little of it could be dragged', () => {
    expect(placeWindow(at(-950, 100), [screen])).toEqual(at(460, 202));
  });

  it('shrinks to a smaller screen, and grows to the smallest size', () => {
    expect(placeWindow(at(0, 0, 3000, 2000), [screen])).toEqual(at(0, 25, 1920, 1055));
    expect(placeWindow(at(50, 50, 10, 10), [screen]).bounds).toMatchObject(MIN_SIZE);
  });

  it('is always completely on one screen', () => {
    const number = fc.integer({ min: -10_000, max: 10_000 });
    const length = fc.integer({ min: -10, max: 8000 });
    fc.assert(
      fc.property(number, number, length, length, (x, y, width, height) => {
        const areas = [screen, right, left];
        const { bounds } = placeWindow(at(x, y, width, height), areas);
        expect(
          areas.some(
            (area) =>
              bounds.x >= area.x &&
              bounds.y >= area.y &&
              bounds.x + bounds.width <= area.x + area.width &&
              bounds.y + bounds.height <= area.y + area.height,
          ),
        ).toBe(true);
      }),
    );
  });

  it('needs a screen', () => {
    expect(() => placeWindow(null, [])).toThrow('Expected areas to hold at least one screen, got none');
  });
});

it('says whether a person can drag a window', () => {
  expect(isReachable(at(100, 100).bounds, [screen])).toBe(true);
  expect(isReachable(at(-950, 100).bounds, [screen])).toBe(false);
  expect(isReachable(at(2000, 10).bounds, [screen, right])).toBe(true);
  expect(isReachable(at(2000, 10).bounds, [screen])).toBe(false);
});
