/** The fields of a page in which people type. The function runs in the page, so it uses nothing of this module. */
import type { PageElement } from './dom.ts';
import type { Names } from './names.ts';

export interface TextFields {
  readonly isText: (element: PageElement) => boolean;
  /** Whether the field may contain a secret. A field that was one stays one, even if it shows its password now. */
  readonly isSecret: (element: PageElement) => boolean;
}

/** @param secretNames matches the names of fields with secrets: a regular expression, used with the flags `iu` */
export function makeTextFields({ nameOf }: Names, secretNames: string): TextFields {
  const secretName = new RegExp(secretNames, 'iu');
  const secretFields = new WeakSet<PageElement>();

  function isText(element: PageElement): boolean {
    if (element.tagName === 'TEXTAREA' || element.isContentEditable === true) return true;
    const others = /^(?:button|submit|reset|image|checkbox|radio|file|hidden)$/u;
    return element.tagName === 'INPUT' && !others.test(element.type ?? 'text');
  }

  function isSecret(element: PageElement): boolean {
    const names = ['name', 'id', 'autocomplete', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name));
    const isNamed = [...names, nameOf(element)].some((name) => secretName.test(name ?? ''));
    if (element.type === 'password' || isNamed || /\bcc-|one-time-code/u.test(names[2] ?? ''))
      secretFields.add(element);
    return secretFields.has(element);
  }

  return { isText, isSecret };
}
