import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createRedact, REDACTED, redactFailure, redactIssue, redactLog } from './redact.ts';

const secret = 'Bearer s3/cr&t"<ü>+token';
const redact = createRedact([secret]) ?? fail();

function fail(): never {
  throw new Error('Nothing to search for');
}

describe('a secret in a text', () => {
  it.each([
    ['as it is', secret],
    ['without its scheme', secret.slice(7)],
    ['in capitals', secret.toUpperCase()],
    ['in a URL', encodeURIComponent(secret)],
    ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in JSON of ASCII', 'Bearer s3/cr&t\\"<\\u00fc>+token'],
    ['in HTML', 'Bearer s3/cr&amp;t&quot;&lt;ü&gt;+token'],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['sent as Latin-1 and read as UTF-8', Buffer.from(secret, 'latin1').toString('utf8')],
    ['sent as UTF-8 and read as Latin-1', Buffer.from(secret).toString('latin1')],
  ])('is removed %s', (_, form) => {
    expect(redact(`before (${form}) after`)).toMatch(/^before \((Bearer )?•••\) after$/iu);
  });

  it.each([
    ['at the end', `before ${secret.slice(0, 15)}`, 'before •••'],
    ['before an ellipsis', `"before ${secret.slice(0, 12)}…", after`, '"before •••…", after'],
    ['at the beginning', `${secret.slice(-9)} after`, '••• after'],
  ])('is removed when it is truncated %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('does not change other texts, numbers and structure', () => {
    const value = { a: ['one', 2, null, true], b: { c: 'Bearer of news' } };
    expect(redact(value)).toEqual(value);
  });
});

test('searches for the password of a basic Authorization by itself', () => {
  const header = `Basic ${Buffer.from('me:hunter2').toString('base64')}`;
  expect(createRedact([header])?.('wrong password hunter2')).toBe('wrong password •••');
});

test('removes it from message, stack and cause of errors', () => {
  const lines: unknown[] = [];
  const error = new TypeError(`Bad ${secret}`, { cause: new Error(secret) });
  redactLog((...line) => void lines.push(line), redact)('error', `About ${secret}`, { error });
  const [[level, message, facts]] = lines as [[string, string, { error: Error }]];
  expect([level, message, facts.error.name, facts.error.message]).toEqual([
    'error',
    'About •••',
    'TypeError',
    'Bad •••',
  ]);
  expect(`${facts.error.stack} ${String(facts.error.cause)}`).not.toContain('s3/cr');
});

test('does nothing without secrets or with very short ones', () => {
  expect(createRedact([])).toBeNull();
  expect(createRedact(['', 'ab'])?.('about')).toBe('about');
});

test('removes any secret from any text', () => {
  const word = fc.string({ unit: 'binary', minLength: 3, maxLength: 40 });
  fc.assert(
    fc.property(word, fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, before, after) => {
      fc.pre(!value.includes('•'));
      const text = createRedact([value])?.(before + value + after) ?? '';
      expect(text.includes(value)).toBe(false);
    }),
  );
});

describe('a failure and an issue', () => {
  const redactAll = createRedact(['hunter2', 'limit', 'expected', 'http.url', 'secret.keyGone']) ?? fail();

  it('has no secret in its parameters, in what it was given and in messages within', () => {
    const failure = {
      code: 'expect.missing',
      params: {
        reason: 'limit',
        expected: 'password=hunter2',
        names: ['a', 'hunter2'],
        readBytes: 3,
        problem: { code: 'secret.keyGone', params: { file: '/home/hunter2/key' } },
        problems: [{ code: 'http.url', params: { name: 'hunter2' } }],
      },
      raw: 'hunter2',
      phase: 'wait',
    };
    expect(redactFailure(failure, redactAll)).toEqual({
      code: 'expect.missing',
      params: {
        reason: 'limit',
        expected: `password=${REDACTED}`,
        names: ['a', REDACTED],
        readBytes: 3,
        problem: { code: 'secret.keyGone', params: { file: `/home/${REDACTED}/key` } },
        problems: [{ code: 'http.url', params: { name: REDACTED } }],
      },
      raw: REDACTED,
      phase: 'wait',
    });
    const issue = { path: 'url', code: 'http.url', params: { problem: 'hunter2' }, given: '"hunter2"' };
    expect(redactIssue(issue, redactAll)).toEqual({
      path: 'url',
      code: 'http.url',
      params: { problem: REDACTED },
      given: `"${REDACTED}"`,
    });
  });

  it('has no secret in the sentence of an earlier Lookout', () => {
    const old = { code: 'timeout', message: 'No answer from hunter2.' };
    expect(redactFailure(old, redactAll)).toEqual({ code: 'timeout', message: `No answer from ${REDACTED}.` });
  });
});
