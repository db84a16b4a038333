import { afterEach, expect, test, vi } from 'vitest';
import { keepInView } from './keep-in-view.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test('scrolls to the section until the person does something', () => {
  const observed = new Map<ResizeObserver, () => void>();
  class FakeObserver {
    readonly #onResize: () => void;
    constructor(onResize: () => void) {
      this.#onResize = onResize;
    }
    observe(): void {
      observed.set(this as unknown as ResizeObserver, this.#onResize);
    }
    disconnect(): void {
      observed.delete(this as unknown as ResizeObserver);
    }
  }
  vi.stubGlobal('ResizeObserver', FakeObserver);
  const section = document.body.appendChild(document.createElement('section'));
  const scrolled = vi.spyOn(section, 'scrollIntoView').mockReturnValue();
  const end = keepInView(section);
  expect(scrolled).toHaveBeenCalledTimes(1);
  for (const resize of observed.values()) resize();
  expect(scrolled).toHaveBeenCalledTimes(2);
  window.dispatchEvent(new Event('wheel'));
  expect(observed.size).toBe(0);
  end();
});
