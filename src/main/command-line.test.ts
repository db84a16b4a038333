import { expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

it('takes nothing for granted', () => {
  expect(parseCommandLine([], '/home')).toEqual({ hidden: false, dataDir: null });
});

it('takes its own options among those of Chromium', () => {
  const argv = ['--remote-debugging-port=0', '--hidden', '--data-dir', 'data', '--no-sandbox', 'word'];
  expect(parseCommandLine(argv, '/home')).toEqual({ hidden: true, dataDir: '/home/data' });
  expect(parseCommandLine(['--data-dir=/srv/lookout'], '/home')).toEqual({ hidden: false, dataDir: '/srv/lookout' });
});

it.each([['--data-dir'], ['--data-dir=']])('refuses a data folder that is missing: %s', (word) => {
  expect(() => parseCommandLine([word], '/home')).toThrow(
    'Expected --data-dir to be followed by a folder, got nothing',
  );
});
