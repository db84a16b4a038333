import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createCollectingIo } from '../testing/collecting-io.ts';
import { usageText } from '../testing/usage-text.ts';

test('writes a line with its facts, and an error with its stack', () => {
  const io = createCollectingIo();
  const log = createLog(io, 'info');
  log('warn', 'The disk is full', { path: '/x y', free: 0 });
  log('error', 'It failed', { error: new TypeError('no') });
  const [first, second, third, fourth] = io.err().split('\n');
  expect(first).toMatch(/^\d\d:\d\d:\d\d warn  The disk is full path="\/x y" free=0$/);
  expect(second).toMatch(/^\d\d:\d\d:\d\d error It failed$/);
  expect(third).toBe('  TypeError: no');
  expect(fourth).toMatch(/^ {6}at .*log\.test\.ts/);
});

test('leaves out lines below the level that LOOKOUT_LOG sets', async () => {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  const lineCount = (env: Record<string, string>) => {
    const io = createCollectingIo('', env);
    const log = createLog(io, 'warn');
    for (const level of levels) log(level, level);
    return io.err().split('\n').length - 1;
  };
  expect(lineCount({})).toBe(2);
  expect(lineCount({ LOOKOUT_LOG: '' })).toBe(2);
  expect(lineCount({ LOOKOUT_LOG: 'debug' })).toBe(4);
  expect(lineCount({ LOOKOUT_LOG: 'error' })).toBe(1);
  expect(await usageText(() => lineCount({ LOOKOUT_LOG: 'loud' }))).toBe(
    'LOOKOUT_LOG must be debug, info, warn, or error. Got "loud".',
  );
});

test('indents further lines of a text, so that they cannot look like log lines', () => {
  const io = createCollectingIo();
  createLog(io, 'info')('info', 'a\n12:00:00 error forged\u001b[2J');
  expect(io.err()).toMatch(/^\d\d:\d\d:\d\d info {2}a\n {2}12:00:00 error forged.\[2J\n$/u);
  expect(io.err()).not.toContain('\u001b');
});
