/** Reports what a person does in a page. The function runs in the page, so it uses nothing of this module. */
import type { PageElement, PageEvent, PageWindow } from './dom.ts';
import type { Finder } from './finder.ts';
import type { Names } from './names.ts';
import type { Place } from './place.ts';
import type { TextFields } from './text-fields.ts';

/** Something that a person did. */
export type UserAction =
  | { readonly type: 'click' | 'expect'; readonly place: Place }
  | { readonly type: 'type'; readonly place: Place; readonly text: string }
  /** A secret was typed, which is not read. The name is that of the field. */
  | { readonly type: 'secret'; readonly place: Place; readonly name: string }
  | { readonly type: 'select'; readonly place: Place; readonly option: string }
  | { readonly type: 'press'; readonly key: string }
  /**
   * It cannot be repeated: nothing names the element, it is in a frame, or it is a control that Lookout cannot fill in.
   */
  | { readonly type: 'lost'; readonly reason: 'unnamed' | 'frame' | 'control'; readonly what: string };

export interface RecorderParts {
  readonly window: PageWindow;
  readonly finder: Finder;
  readonly names: Names;
  readonly fields: TextFields;
  readonly describe: (element: PageElement) => Place | null;
  readonly report: (action: UserAction) => void;
}

export function startRecorder({ window, finder, names, fields, describe, report }: RecorderParts): void {
  const { isText, isSecret } = fields;
  const ACTIVE =
    'a[href], button, input, select, textarea, summary, label, option, [role="button"], [role="link"], [role="tab"], [role="menuitem"], [role="option"], [role="checkbox"], [role="radio"], [role="switch"], [onclick]';
  /** A click that another event of the person causes. */
  let follows: PageElement | 'submit' | null = null;

  function what(element: PageElement): string {
    return `${element.tagName.toLowerCase()} ${names.nameOf(element)}`.trim().slice(0, 60);
  }

  function withPlace(element: PageElement, make: (place: Place) => UserAction): void {
    if (window.top !== undefined && window.top !== window) {
      report({ type: 'lost', reason: 'frame', what: what(element) });
      return;
    }
    const place = describe(element);
    report(place === null ? { type: 'lost', reason: 'unnamed', what: what(element) } : make(place));
  }

  function onClick(event: PageEvent): void {
    const { target } = event;
    if (target === null) return;
    const expected = follows;
    follows = null;
    if (event.altKey === true) {
      // The person only marks that it must be there.
      event.preventDefault();
      event.stopImmediatePropagation();
      withPlace(target, (place) => ({ type: 'expect', place }));
      return;
    }
    const element = target.closest(ACTIVE) ?? target;
    if (expected === element || (expected === 'submit' && event.detail === 0)) return;
    if (element.tagName === 'SELECT' || element.tagName === 'OPTION' || isText(element)) return;
    const control = element.tagName === 'LABEL' ? (element.control ?? null) : null;
    if (control !== null && !control.contains(target)) {
      // The browser clicks on the control next, which is the click to record, unless the control is hidden.
      if (finder.isVisible(control)) return;
      follows = control;
    }
    if (element.tagName === 'INPUT' && element.type === 'file') {
      report({ type: 'lost', reason: 'control', what: what(element) });
      return;
    }
    withPlace(element, (place) => ({ type: 'click', place }));
  }

  function onInput({ target }: PageEvent): void {
    if (target === null || !isText(target)) return;
    if (isSecret(target)) {
      const name = target.getAttribute('name') ?? target.id;
      withPlace(target, (place) => ({ type: 'secret', place, name }));
      return;
    }
    const text = target.isContentEditable === true ? (target.innerText ?? '') : (target.value ?? '');
    withPlace(target, (place) => ({ type: 'type', place, text }));
  }

  function onChange({ target }: PageEvent): void {
    if (target?.tagName !== 'SELECT') return;
    const chosen = [...(target.options ?? [])].filter(({ selected }) => selected === true);
    const [option] = chosen;
    if (chosen.length !== 1 || option === undefined) {
      report({ type: 'lost', reason: 'control', what: what(target) });
      return;
    }
    const text = (option.label ?? option.textContent ?? '').replace(/\s+/gu, ' ').trim();
    withPlace(target, (place) => ({ type: 'select', place, option: text }));
  }

  function onKey({ key = '', target, altKey, ctrlKey, metaKey, isComposing }: PageEvent): void {
    if (target === null || altKey === true || ctrlKey === true || metaKey === true || isComposing === true) return;
    const isLine = isText(target) && target.tagName === 'INPUT';
    if (key === 'Enter' && isLine) {
      // The browser clicks on the button of the form by itself.
      follows = 'submit';
      report({ type: 'press', key });
    } else if (key === 'Escape' || (isLine && (key === 'ArrowDown' || key === 'ArrowUp'))) {
      report({ type: 'press', key });
    }
  }

  const listeners: Readonly<Record<string, (event: PageEvent) => void>> = {
    click: onClick,
    input: onInput,
    change: onChange,
    keydown: onKey,
    // A click caused by a key comes before the key is released.
    keyup: () => {
      if (follows === 'submit') follows = null;
    },
  };
  for (const [type, listener] of Object.entries(listeners)) {
    window.addEventListener(type, (event) => (event.isTrusted ? listener(event) : undefined), true);
  }
}
