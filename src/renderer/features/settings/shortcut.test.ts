import { expect, test } from 'vitest';
import { readShortcut, shortcutKeys, type PressedKey } from './shortcut.ts';

function pressed(key: string, code: string, held: string = '', altGraph = false): PressedKey {
  return {
    key,
    code,
    ctrlKey: held.includes('c'),
    altKey: held.includes('a'),
    shiftKey: held.includes('s'),
    metaKey: held.includes('m'),
    getModifierState: (name) => name === 'AltGraph' && altGraph,
  };
}

test.each([
  [pressed('L', 'KeyL', 'cs'), false, 'CommandOrControl+Shift+L'],
  [pressed('l', 'KeyL', 'ca'), false, 'CommandOrControl+Alt+L'],
  [pressed('L', 'KeyL', 'ms'), true, 'CommandOrControl+Shift+L'],
  // Alt makes a character of its own on a Mac, Shift another of a digit.
  [pressed('¬', 'KeyL', 'ma'), true, 'CommandOrControl+Alt+L'],
  [pressed('!', 'Digit1', 'cs'), false, 'CommandOrControl+Shift+1'],
  // On a French keyboard, the key where Q is elsewhere says A.
  [pressed('A', 'KeyQ', 'cs'), false, 'CommandOrControl+Shift+A'],
  [pressed('ArrowUp', 'ArrowUp', 'ca'), false, 'CommandOrControl+Alt+Up'],
  [pressed('l', 'KeyL', 'm'), false, 'Super+L'],
  [pressed('F13', 'F13'), false, 'F13'],
])('reads %o as %s %s', (event, onMac, accelerator) => {
  expect(readShortcut(event, onMac)).toEqual({ type: 'shortcut', accelerator });
});

test.each([
  ['a letter', pressed('l', 'KeyL'), /Hold Ctrl or Alt/],
  ['a capital letter', pressed('L', 'KeyL', 's'), /Hold Ctrl or Alt/],
  ['F5, which reloads elsewhere', pressed('F5', 'F5'), /Hold Ctrl or Alt/],
  ['copying', pressed('c', 'KeyC', 'c'), /Other programs use this/],
  ['closing a window', pressed('F4', 'F4', 'a'), /The system reserves this/],
  ['AltGr, which writes', pressed('@', 'KeyQ', 'ca', true), /AltGr types/],
  ['a key without a name', pressed('Unidentified', '', 'cs'), /cannot be part/],
])('refuses %s', (_, event, why) => {
  const read = readShortcut(event, false);
  expect(read.type === 'refused' ? read.why : read).toMatch(why);
});

test('waits while only keys are held', () => {
  expect(readShortcut(pressed('Shift', 'ShiftLeft', 'cs'), false)).toEqual({
    type: 'held',
    keys: ['CommandOrControl', 'Shift'],
  });
});

test('names keys as the keyboard does', () => {
  expect(shortcutKeys('CommandOrControl+Shift+L', false)).toEqual(['Ctrl', 'Shift', 'L']);
  expect(shortcutKeys('CommandOrControl+Alt+Up', true)).toEqual(['⌘', '⌥', '↑']);
  expect(shortcutKeys('', false)).toEqual([]);
});
