/** Finds elements in a page. The function runs in the page, so it uses nothing of this module. */
import type { PageElement, PageWindow } from './dom.ts';
import type { Names } from './names.ts';
import type { Place } from './place.ts';

export interface Finder {
  /** Attributes that only tests use. */
  readonly testIds: readonly string[];
  isVisible(element: PageElement): boolean;
  /** The visible elements of a place, in the order of the page. Throws for a selector that does not parse. */
  findAll(place: Place): PageElement[];
}

export function makeFinder(window: PageWindow, { roleOf, nameOf, textOf }: Names): Finder {
  const { document } = window;
  const TEST_IDS = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];
  const CONTROLS = 'input, select, textarea, [contenteditable=""], [contenteditable="true"], [role]';
  function isVisible(element: PageElement): boolean {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && window.getComputedStyle(element).visibility !== 'hidden';
  }

  /** The innermost elements with a text. */
  function findText(value: string): PageElement[] {
    const has = (element: PageElement) =>
      (element.innerText ?? element.textContent ?? '').includes(value) ||
      textOf(element).includes(value) ||
      (element.tagName === 'INPUT' &&
        /^(?:submit|button)$/u.test(element.type ?? '') &&
        (element.value ?? '').includes(value));
    const all = [...document.querySelectorAll('body, body *')].filter((element) => has(element) && isVisible(element));
    const holders = new Set<PageElement>();
    for (const element of all) {
      for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) holders.add(outer);
    }
    return all.filter((element) => !holders.has(element) && !/^(?:SCRIPT|STYLE|NOSCRIPT)$/u.test(element.tagName));
  }

  function candidates({ by, value, role }: Place): PageElement[] {
    if (by === 'css') return [...document.querySelectorAll(value)];
    if (by === 'testid') {
      const all = [...document.querySelectorAll(TEST_IDS.map((name) => `[${name}]`).join(', '))];
      return all.filter((element) => TEST_IDS.some((name) => element.getAttribute(name) === value));
    }
    if (by === 'label') return [...document.querySelectorAll(CONTROLS)].filter((one) => nameOf(one) === value);
    return [...document.querySelectorAll('body *')].filter((one) => roleOf(one) === role && nameOf(one) === value);
  }

  return {
    testIds: TEST_IDS,
    isVisible,
    findAll: (place) => (place.by === 'text' ? findText(place.value) : candidates(place).filter(isVisible)),
  };
}
