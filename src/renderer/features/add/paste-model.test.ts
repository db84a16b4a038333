import { expect, test } from 'vitest';
import type { ParsedTarget } from '../../../contract/channels/endpoints.ts';
import { fakeTexts } from '../../testing/fake-kinds.ts';
import { readPaste } from './paste-model.ts';

const http = (line: number, url: string, duplicate = false): ParsedTarget => ({
  line,
  text: url,
  endpoint: { kind: 'http', url },
  target: url,
  duplicate,
});

test('sorts lines into new ones, duplicates and problems, problems first', () => {
  const paste = readPaste(
    [
      http(1, 'https://a/'),
      http(2, 'https://b/', true),
      { line: 3, text: '? ?', problem: { path: '', code: 'target.invalid' } },
      http(4, 'https://a/'),
      http(5, 'https://c/'),
    ],
    fakeTexts,
  );
  expect(paste.lines.map(({ line, kind, note }) => [line, kind, note])).toEqual([
    [3, 'problem', ''],
    [1, 'new', ''],
    [2, 'duplicate', 'already added'],
    [4, 'duplicate', 'twice in this text'],
    [5, 'new', ''],
  ]);
  expect(paste.lines[0]?.says).toMatch(/^A target must be a URL/);
  expect(paste.endpoints).toEqual([
    { kind: 'http', url: 'https://a/' },
    { kind: 'http', url: 'https://c/' },
  ]);
  expect([paste.duplicates, paste.problems]).toEqual([2, 1]);
  expect(paste.rest).toBe('? ?');
});

test('separates several targets on one line, and keeps the names in the text', () => {
  const problem = { path: '', code: 'target.invalid' };
  const paste = readPaste(
    [
      { ...http(1, 'https://a/'), endpoint: { kind: 'http', url: 'https://a/', name: 'Shop' } },
      http(1, 'https://b/'),
      { line: 2, text: 'one', problem },
      { line: 2, text: 'two', problem },
    ],
    fakeTexts,
  );
  expect(new Set(paste.lines.map(({ key }) => key)).size).toBe(4);
  expect(paste.lines.map(({ name }) => name)).toEqual(['', '', 'Shop', '']);
  expect(paste.rest).toBe('one\ntwo');
});
