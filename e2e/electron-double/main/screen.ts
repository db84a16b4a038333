/** `screen`: displays that a spec can plug in and out. */
import type { Display, Rectangle, Screen } from 'electron';
import { needReady } from '../runtime.ts';
import { strictEmitter } from '../strict.ts';

/** The members of a display that the double has. */
export type DisplayInfo = Pick<
  Display,
  'id' | 'label' | 'bounds' | 'workArea' | 'size' | 'workAreaSize' | 'scaleFactor' | 'rotation' | 'internal'
>;
type Known = 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching';

const TASK_BAR = 40;
let lastId = 0;

function makeDisplay(bounds: Rectangle, scaleFactor: number): DisplayInfo {
  const workArea = { ...bounds, height: bounds.height - TASK_BAR };
  const id = ++lastId;
  const size = { width: bounds.width, height: bounds.height };
  const workAreaSize = { width: workArea.width, height: workArea.height };
  return {
    id,
    label: `Display ${id}`,
    bounds,
    workArea,
    size,
    workAreaSize,
    scaleFactor,
    rotation: 0,
    internal: id === 1,
  };
}

function covered(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

class ScreenDouble extends strictEmitter('screen') implements Pick<Screen, Known> {
  private displays: DisplayInfo[] = [makeDisplay({ x: 0, y: 0, width: 1920, height: 1080 }, 1)];

  private list(): DisplayInfo[] {
    needReady("The 'screen' module can't be used before the app 'ready' event");
    return this.displays;
  }
  getAllDisplays(): Display[] {
    return [...this.list()] as Display[];
  }
  getPrimaryDisplay(): Display {
    const [first] = this.list();
    if (first === undefined) throw new Error('Expected a display to be left, got none');
    return first as Display;
  }
  getDisplayMatching(rect: Rectangle): Display {
    const by = this.list().toSorted((a, b) => covered(b.bounds, rect) - covered(a.bounds, rect));
    return (by[0] ?? this.getPrimaryDisplay()) as Display;
  }

  plugIn(bounds: Rectangle, scaleFactor: number): DisplayInfo {
    const display = makeDisplay(bounds, scaleFactor);
    this.displays = [...this.displays, display];
    this.emit('display-added', {}, display);
    return display;
  }
  unplug(id: number): void {
    const gone = this.displays.find((display) => display.id === id);
    if (gone === undefined || this.displays.length === 1)
      throw new Error(`Expected one of several displays, got ${id}`);
    this.displays = this.displays.filter((display) => display !== gone);
    this.emit('display-removed', {}, gone);
  }
}

export const screen = new ScreenDouble();

/** The display that shows most of a window. */
export function displayOf(bounds: Rectangle): DisplayInfo {
  return screen.getDisplayMatching(bounds);
}
