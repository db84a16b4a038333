import { describe, expect, it } from 'vitest';
import { parseActions } from './actions.ts';
import { readUserAction } from './read-user-action.ts';
import { addUserAction, addNavigation, addOtherWindow, NOTHING_RECORDED, type Recorded } from './recorded.ts';
import type { UserAction } from './recorder.ts';

const user = { by: 'label', value: 'User name' } as const;
const password = { by: 'css', value: '#password' } as const;
const button = { by: 'role', role: 'button', value: 'Sign in' } as const;

function recorded(...done: readonly (UserAction | ((state: Recorded) => Recorded))[]): Recorded {
  return done.reduce<Recorded>(
    (state, action) => (typeof action === 'function' ? action(state) : addUserAction(state, action)),
    NOTHING_RECORDED,
  );
}

const goes =
  (url: string, byPerson = false) =>
  (state: Recorded) =>
    addNavigation(state, url, byPerson);

describe('what a person does', () => {
  it('becomes actions that can be read, with the last text of each field, and no password', () => {
    const state = recorded(
      goes('https://shop.example/login'),
      { type: 'click', place: button },
      ...['A', 'An', 'Ann'].map((text) => ({ type: 'type', place: user, text }) as const),
      { type: 'secret', place: password, name: 'user[password]' },
      { type: 'secret', place: password, name: 'user[password]' },
      { type: 'press', key: 'Enter' },
      goes('https://shop.example/cart?x=1'),
      { type: 'select', place: { by: 'css', value: '#country' }, option: ' Italy ' },
      { type: 'type', place: { by: 'css', value: 'form textarea' }, text: 'two\nlines ' },
      { type: 'expect', place: { by: 'text', value: 'Your "cart"' } },
    );
    expect(state.actions).toEqual([
      'click role button "Sign in"',
      'type label "User name" Ann',
      'type #password {{user_password_}}',
      'press Enter',
      'expect url contains /cart',
      'select #country " Italy "',
      'type "form textarea" "two\\nlines "',
      'expect text "Your \\"cart\\""',
    ]);
    expect(state.values).toEqual({ user_password_: '' });
    expect(parseActions(state.actions.join('\n'))).toHaveLength(8);
  });

  it('has a value of its own for each secret, with a name that is always secret', () => {
    const { actions, values } = recorded(
      { type: 'secret', place: password, name: '' },
      { type: 'secret', place: { by: 'css', value: '#again' }, name: 'repeat' },
      { type: 'secret', place: { by: 'css', value: '#pin' }, name: 'pin' },
      { type: 'type', place: user, text: 'a {{b}}' },
    );
    expect(actions).toEqual([
      'type #password {{password}}',
      'type #again {{password_2}}',
      'type #pin {{pin}}',
      'type label "User name" {{text}}',
    ]);
    expect(values).toEqual({ password: '', password_2: '', pin: '', text: 'a {{b}}' });
  });

  it('forgets what was typed and cleared', () => {
    expect(recorded({ type: 'type', place: user, text: 'a' }, { type: 'type', place: user, text: '' }).actions).toEqual(
      [],
    );
  });

  it('opens the addresses that the person enters, and expects those that the page goes to', () => {
    const { actions } = recorded(
      goes('https://a.example/start'),
      goes('https://a.example/redirected'),
      goes('https://me:pw@a.example/one', true),
      goes('https://a.example/two', true),
      { type: 'click', place: button },
      goes('https://a.example/orders/12345/lines'),
      goes('https://a.example/orders/12345/lines#top'),
      goes('https://a.example/'),
      goes('about:blank'),
      goes('chrome://settings', true),
    );
    expect(actions).toEqual([
      'open https://a.example/two',
      'click role button "Sign in"',
      'expect url contains /orders/',
    ]);
  });

  it('keeps no secret of an address that the person enters, and says so', () => {
    const { actions, lost } = recorded(
      goes('https://a.example/'),
      goes('https://a.example/login?token=abc&lang=de%20CH&X%2DApi%2DKey=k&empty&%zz=1#access_token=def', true),
      { type: 'click', place: button },
      goes('https://a.example/search?q=a+b', true),
      (state) => addOtherWindow(state, 'https://b.example/?session=abc'),
    );
    const cleaned = 'https://a.example/login?token=&lang=de%20CH&X%2DApi%2DKey=&empty&%zz=1';
    expect(actions).toEqual([`open ${cleaned}`, 'click role button "Sign in"', 'open https://a.example/search?q=a+b']);
    expect(lost).toEqual([
      { reason: 'secret', what: cleaned },
      { reason: 'window', what: 'https://b.example/?session=' },
    ]);
  });

  it('reports once what cannot be recorded', () => {
    const lost = { type: 'lost', reason: 'unnamed', what: 'div' } as const;
    const { lost: found } = recorded(lost, lost, (state) => addOtherWindow(state, 'https://b.example/'));
    expect(found).toEqual([
      { reason: 'unnamed', what: 'div' },
      { reason: 'window', what: 'https://b.example/' },
    ]);
    const clicks = Array.from({ length: 51 }, () => ({ type: 'click', place: button }) as const);
    const full = recorded(...clicks);
    expect(full.actions).toHaveLength(50);
    expect(full.lost).toEqual([{ reason: 'full', what: '' }]);
  });
});

describe('what the page reports', () => {
  it.each([
    { type: 'click', place: button },
    { type: 'type', place: user, text: 'x' },
    { type: 'secret', place: password, name: 'pw' },
    { type: 'press', key: 'Enter' },
    { type: 'lost', reason: 'frame', what: 'button' },
  ])('is read: %j', (action) => {
    expect(readUserAction(JSON.stringify(action))).toEqual(action);
  });

  it.each([
    '',
    '[1]',
    'null',
    '{"type":"click"}',
    '{"type":"run","place":{"by":"css","value":"a"}}',
    '{"type":"click","place":{"by":"css","value":""}}',
    '{"type":"click","place":{"by":"xpath","value":"a"}}',
    '{"type":"click","place":{"by":"css","value":"{{password}}"}}',
    '{"type":"click","place":{"by":"role","role":"a b","value":"c"}}',
    '{"type":"press","key":"F13"}',
    '{"type":"lost","reason":"else","what":""}',
  ])('is nothing: %s', (payload) => {
    expect(readUserAction(payload)).toBeNull();
  });
});
