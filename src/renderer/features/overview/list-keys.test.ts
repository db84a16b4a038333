// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { isForList, keyAction, moveFrom } from './list-keys.ts';

const NO_MODIFIERS = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const action = (key: string, modifiers: Partial<typeof NO_MODIFIERS> = {}) =>
  keyAction({ key, ...NO_MODIFIERS, ...modifiers });

describe('keyAction', () => {
  it.each([
    ['j', { type: 'move', by: 1, extend: false }],
    ['ArrowUp', { type: 'move', by: -1, extend: false }],
    ['End', { type: 'edge', to: 'last' }],
    ['c', { type: 'check' }],
    ['Delete', { type: 'remove' }],
    ['x', null],
  ])('%s', (key, expected) => {
    expect(action(key)).toEqual(expected);
  });

  it('extends the selection with Shift', () => {
    expect(action('ArrowDown', { shiftKey: true })).toEqual({ type: 'move', by: 1, extend: true });
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)(
    'leaves keys with %s to the browser: copying checks nothing',
    (key) => {
      for (const letter of ['c', 'p', 'e', 'n', 'Delete', 'Enter', 'ArrowDown'])
        expect(action(letter, { [key]: true })).toBe(null);
    },
  );

  it('selects everything with Ctrl or Cmd and A', () => {
    expect(action('a', { ctrlKey: true })).toEqual({ type: 'selectAll' });
    expect(action('A', { metaKey: true })).toEqual({ type: 'selectAll' });
    expect(action('a', { ctrlKey: true, shiftKey: true })).toBe(null);
    expect(action('a', { altKey: true })).toBe(null);
  });
});

describe('moveFrom', () => {
  it('begins at the active row, or before the first', () => {
    expect(moveFrom(3, 1, 1)).toBe(3);
    expect(moveFrom(-1, -1, 1)).toBe(-1);
  });

  it('moves to the neighbors of a row that has disappeared', () => {
    expect(moveFrom(-1, 5, 1) + 1).toBe(5);
    expect(moveFrom(-1, 5, -1) - 1).toBe(4);
  });
});

describe('isForList', () => {
  afterEach(() => document.body.replaceChildren());

  /** Presses a key on the first element of the page. */
  function press(html: string, key = 'Delete', prevented = false): boolean {
    document.body.innerHTML = html;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    const answers: boolean[] = [];
    const listen = (pressed: Event) => {
      if (prevented) pressed.preventDefault();
      answers.push(isForList(pressed as KeyboardEvent));
    };
    document.body.addEventListener('keydown', listen, { once: true });
    (document.body.firstElementChild ?? document.body).dispatchEvent(event);
    return answers[0] ?? false;
  }

  it('handles keys on the page and on rows', () => {
    expect(press('')).toBe(true);
    expect(press('<div role="row"></div>')).toBe(true);
    expect(press('<input type="checkbox">')).toBe(true);
  });

  it.each(['dialog', 'menu', 'listbox'])('ignores keys while a %s is open, wherever the focus is', (role) => {
    expect(press(`<div role="row"></div><div role="${role}"></div>`)).toBe(false);
    expect(press(`<div role="${role}"></div>`)).toBe(false);
  });

  it('ignores keys that are typed as text or already handled', () => {
    expect(press('<input>')).toBe(false);
    expect(press('<textarea></textarea>')).toBe(false);
    expect(press('<div role="row"></div>', 'Delete', true)).toBe(false);
  });

  it('leaves keys to elements that use them', () => {
    for (const key of ['Enter', ' ', 'ArrowLeft', 'Home']) {
      expect(press('<button></button>', key)).toBe(false);
      expect(press('<a></a>', key)).toBe(false);
    }
    expect(press('<button></button>', 'Delete')).toBe(true);
  });
});
