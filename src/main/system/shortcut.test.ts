import { expect, it } from 'vitest';
import type { Notice } from '../../contract/model/notices.ts';
import { createShortcut } from './shortcut.ts';

function setUp() {
  const registered = new Map<string, () => void>();
  const notices: Notice[] = [];
  let pressed = 0;
  const shortcut = createShortcut({
    globalShortcut: {
      register(keys, callback) {
        if (keys === 'nonsense') throw new TypeError('conversion failure');
        if (keys === 'Alt+F4') return false;
        registered.set(keys, callback);
        return true;
      },
      unregister: (keys) => void registered.delete(keys),
    },
    onPress: () => void pressed++,
    setNotice: (notice) => notices.push(notice),
  });
  return { shortcut, registered, notices, pressed: () => pressed };
}

it('registers only the keys that were set last', () => {
  const { shortcut, registered, notices, pressed } = setUp();
  shortcut.set('');
  shortcut.set('Alt+L');
  registered.get('Alt+L')?.();
  expect(pressed()).toBe(1);
  shortcut.set('Alt+K');
  expect([...registered.keys()]).toEqual(['Alt+K']);
  shortcut.set('');
  expect(registered.size).toBe(0);
  shortcut.set('Alt+K');
  shortcut.dispose();
  expect(registered.size).toBe(0);
  expect(notices.every(({ active }) => !active)).toBe(true);
});

it.each(['Alt+F4', 'nonsense'])('says why %s cannot be used, until other keys are set', (keys) => {
  const { shortcut, notices } = setUp();
  shortcut.set(keys);
  expect(notices.at(-1)).toMatchObject({ id: 'shortcut', active: true, params: { keys } });
  shortcut.set('Alt+L');
  expect(notices.at(-1)).toMatchObject({ id: 'shortcut', active: false });
});
