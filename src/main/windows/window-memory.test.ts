import { describe, expect, it } from 'vitest';
import { NO_MEMORY, formatWindowMemory, parseWindowMemory } from './window-memory.ts';
import type { WindowMemory } from './window-memory.ts';

const bounds = { x: -5, y: 7, width: 900, height: 650 };
const main = { bounds, maximized: true, path: '/health' };
const detail = { bounds, maximized: false, alwaysOnTop: true, open: true };

describe('window memory', () => {
  it('is the same after it was written and read', () => {
    const memory: WindowMemory = { main, details: new Map([['/endpoint/a%2Fb', detail]]), trayExplained: true };
    expect(parseWindowMemory(formatWindowMemory(memory))).toEqual(memory);
    expect(parseWindowMemory(formatWindowMemory(NO_MEMORY))).toEqual(NO_MEMORY);
  });

  it.each([null, '', '{', 'null', '[]', '7', '{"main":7,"details":7,"trayExplained":7}'])('is empty for %s', (text) =>
    expect(parseWindowMemory(text)).toEqual(NO_MEMORY),
  );

  it.each([
    { bounds: null, maximized: false },
    { bounds: { x: 0, y: 0, width: 1 }, maximized: false },
    { bounds: { ...bounds, width: '1' }, maximized: false },
    { bounds: { ...bounds, x: 0.5 }, maximized: false },
    { bounds: { ...bounds, x: 1e300 }, maximized: false },
    { bounds, maximized: 'no' },
  ])('ignores the place %j, and keeps the others', (bad) => {
    const details = { '/endpoint/a': bad, '/endpoint/b': detail, '/settings': detail, '/endpoint/../x': detail };
    const memory = parseWindowMemory(JSON.stringify({ main: { ...bad, path: '/' }, details }));
    expect(memory.main).toBeNull();
    expect([...memory.details.keys()]).toEqual(['/endpoint/b']);
  });

  it('keeps only paths of views', () => {
    const pathOf = (path: unknown) => parseWindowMemory(JSON.stringify({ main: { ...main, path } })).main?.path;
    expect(['/', '/endpoint/x', '/settings', '/import', 'https://example.org', 7].map(pathOf)).toEqual([
      '/',
      '/endpoint/x',
      '/settings',
      '',
      '',
      '',
    ]);
  });

  it('forgets the oldest of many places', () => {
    const details = new Map(Array.from({ length: 60 }, (_, index) => [`/endpoint/e${index}`, detail]));
    const kept = parseWindowMemory(formatWindowMemory({ ...NO_MEMORY, details })).details;
    expect(kept.size).toBe(50);
    expect(kept.has('/endpoint/e59')).toBe(true);
    expect(kept.has('/endpoint/e9')).toBe(false);
  });
});
