/** Finds elements in a page. The function runs in the page, so it uses nothing of this module. */
import type { PageElement, PageWindow } from './dom.ts';
import type { Place } from './place.ts';

export interface Finder {
  /** Attributes that only tests use. */
  readonly testIds: readonly string[];
  isVisible(element: PageElement): boolean;
  /** The visible elements of a place, in the order of the page. Throws for a selector that does not parse. */
  findAll(place: Place): PageElement[];
  /** The ARIA role, for those that people name; empty: none. */
  roleOf(element: PageElement): string;
  /** The accessible name (https://www.w3.org/TR/accname-1.2/, the common rules); may be empty. */
  nameOf(element: PageElement): string;
}

export function makeFinder(window: PageWindow): Finder {
  const { document } = window;
  const TEST_IDS = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];
  const CONTROLS = 'input, select, textarea, [contenteditable=""], [contenteditable="true"], [role]';
  const ROLES: Readonly<Record<string, string>> = {
    BUTTON: 'button',
    SUMMARY: 'button',
    TEXTAREA: 'textbox',
    OPTION: 'option',
    NAV: 'navigation',
    MAIN: 'main',
    DIALOG: 'dialog',
    TABLE: 'table',
    LI: 'listitem',
    IMG: 'img',
  };
  const INPUT_ROLES: Readonly<Record<string, string>> = {
    button: 'button',
    submit: 'button',
    reset: 'button',
    image: 'button',
    checkbox: 'checkbox',
    radio: 'radio',
    range: 'slider',
    number: 'spinbutton',
    search: 'searchbox',
    text: 'textbox',
    email: 'textbox',
    tel: 'textbox',
    url: 'textbox',
  };

  function isVisible(element: PageElement): boolean {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && window.getComputedStyle(element).visibility !== 'hidden';
  }

  function squeeze(text: string | null | undefined): string {
    return (text ?? '').replace(/\s+/gu, ' ').trim();
  }

  function textOf(element: PageElement): string {
    return squeeze(element.innerText ?? element.textContent);
  }

  function roleOf(element: PageElement): string {
    const given = squeeze(element.getAttribute('role')).split(' ')[0] ?? '';
    if (given !== '') return given;
    const { tagName } = element;
    if (tagName === 'A') return element.hasAttribute('href') ? 'link' : '';
    if (tagName === 'INPUT') return INPUT_ROLES[element.type ?? 'text'] ?? '';
    if (tagName === 'SELECT') return element.multiple === true || (element.size ?? 0) > 1 ? 'listbox' : 'combobox';
    return /^H[1-6]$/u.test(tagName) ? 'heading' : (ROLES[tagName] ?? '');
  }

  function nameOf(element: PageElement): string {
    const ids = squeeze(element.getAttribute('aria-labelledby'));
    if (ids !== '') {
      const parts = ids.split(' ').map((id) => document.getElementById(id));
      const name = squeeze(parts.map((part) => (part === null ? '' : textOf(part))).join(' '));
      if (name !== '') return name;
    }
    const label = squeeze(element.getAttribute('aria-label'));
    if (label !== '') return label;
    const labels = squeeze([...(element.labels ?? [])].map(textOf).join(' '));
    if (labels !== '') return labels;
    const { tagName, type = '' } = element;
    const isButton = tagName === 'INPUT' && /^(?:button|submit|reset)$/u.test(type);
    if (isButton && squeeze(element.value) !== '') return squeeze(element.value);
    const own = /^(?:INPUT|SELECT|TEXTAREA|IMG)$/u.test(tagName) ? '' : textOf(element);
    if (own !== '') return own;
    const inside = [...element.querySelectorAll('img[alt], svg title')].map((one) =>
      squeeze(one.getAttribute('alt') ?? one.textContent),
    );
    const others = ['alt', 'title', 'placeholder'].map((name) => squeeze(element.getAttribute(name)));
    return [...inside, ...others].find((text) => text !== '') ?? '';
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
    roleOf,
    nameOf,
    findAll: (place) => (place.by === 'text' ? findText(place.value) : candidates(place).filter(isVisible)),
  };
}
