/** The roles and names of elements in a page. The function runs in the page, so it uses nothing of this module. */
import type { PageDocument, PageElement } from './dom.ts';

export interface Names {
  /** The ARIA role, for those that people name; empty: none. */
  readonly roleOf: (element: PageElement) => string;
  /** The accessible name (https://www.w3.org/TR/accname-1.2/, the common rules); may be empty. */
  readonly nameOf: (element: PageElement) => string;
  /** The visible text, with single spaces. */
  readonly textOf: (element: PageElement) => string;
}

export function makeNames(document: PageDocument): Names {
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

  return { roleOf, nameOf, textOf };
}
