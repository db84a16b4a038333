/** Test code: a page without a browser. Everything in it is visible, unless it is hidden. */
import { Window } from 'happy-dom';
import { onTestFinished } from 'vitest';
import type { PageElement, PageWindow } from '../dom.ts';

export interface TestPage {
  readonly window: PageWindow;
  /** The first element that the selector finds. */
  readonly one: (selector: string) => PageElement & { value: string; type: string };
}

/** Opens a page with this body, until the test ends. */
export function openPage(html: string): TestPage {
  const window = new Window();
  onTestFinished(() => window.close());
  const { document } = window;
  document.body.innerHTML = html;
  for (const element of document.querySelectorAll('*')) {
    const size = element.closest('[hidden]') === null ? 10 : 0;
    Object.defineProperty(element, 'getBoundingClientRect', { value: () => ({ width: size, height: size }) });
  }
  return {
    window: window as unknown as PageWindow,
    one: (selector) => document.querySelector(selector) as unknown as ReturnType<TestPage['one']>,
  };
}
