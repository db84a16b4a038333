import { expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

const NOTHING = { hidden: false, dataDir: null, path: null, file: null, command: null };

it('has defaults', () => {
  expect(parseCommandLine([], '/home')).toEqual(NOTHING);
});

it('reads its own options among those of Chromium', () => {
  const argv = ['--remote-debugging-port=0', '--hidden', '--data-dir', 'data', '--no-sandbox', 'word'];
  expect(parseCommandLine(argv, '/home')).toEqual({ ...NOTHING, hidden: true, dataDir: '/home/data' });
  expect(parseCommandLine(['--data-dir=/srv/lookout'], '/home')).toEqual({ ...NOTHING, dataDir: '/srv/lookout' });
});

it.each([['--data-dir'], ['--data-dir=']])('refuses a missing data folder: %s', (word) => {
  expect(() => parseCommandLine([word], '/home')).toThrow(
    'Expected --data-dir to be followed by a folder, got nothing',
  );
});

it('reads a link, a file and the tasks of the jump list', () => {
  const parse = (...argv: string[]) => parseCommandLine(argv, '/home');
  expect(parse('--no-sandbox', 'lookout://endpoint/a')).toEqual({ ...NOTHING, path: '/endpoint/a' });
  expect(parse('some/lookout.yaml')).toEqual({ ...NOTHING, file: '/home/some/lookout.yaml' });
  expect(parse('/srv/My.YML')).toEqual({ ...NOTHING, file: '/srv/My.YML' });
  expect(parse('--check-all')).toEqual({ ...NOTHING, command: 'checkAll' });
  expect(parse('--settings')).toEqual({ ...NOTHING, command: 'settings' });
  expect(parse('lookout://quit', 'https://example.org/lookout.yaml', 'lookout.txt')).toEqual(NOTHING);
});
