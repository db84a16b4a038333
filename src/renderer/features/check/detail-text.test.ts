import { describe, expect, test } from 'vitest';
import type { DetailDescriptor, DetailFormat } from '../../../contract/descriptor.ts';
import { fieldText } from '../detail/side/config-panel.tsx';
import { detailText, isBlock, redirectsOf, tlsAmong, undeclaredDetails } from './detail-text.ts';
import { formatFullDateTime } from './when.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'a', alpn: '', chain: [], authorized: false };
const REDIRECTS = [
  { status: 301, url: 'https://a.example/' },
  { status: 302, url: 'https://b.example/' },
];

describe('detailText', () => {
  test.each([
    ['text', 'a b', 'a b'],
    ['number', 12_345, '12,345'],
    ['bytes', 2048, '2\u00a0KB'],
    ['duration', 1240, '1.24\u00a0s'],
    ['boolean', true, 'yes'],
    ['list', ['a', 2], 'a\n2'],
    ['code', 'ERR x', 'ERR x'],
    ['tls', TLS, 'TLSv1.3, not trusted'],
    ['redirects', REDIRECTS, '301 https://a.example/\n302 https://b.example/'],
    ['redirects', [], null],
  ] as const)('%s', (format, value, text) => expect(detailText(format, value)).toBe(text));

  test('a time is in the person’s language and time zone', () => {
    expect(detailText('time', 0)).toBe(formatFullDateTime(0));
  });

  test('a value of another type is shown as it is, and a missing one is null', () => {
    const formats = ['number', 'bytes', 'duration', 'time', 'list', 'tls', 'redirects'] satisfies DetailFormat[];
    for (const format of formats) {
      expect(detailText(format, 'odd')).toBe('odd');
      expect(detailText(format, { a: 1 })).toBe('{"a":1}');
      expect(detailText(format, undefined)).toBeNull();
      expect(detailText(format, null)).toBeNull();
    }
  });
});

test('a value that is long or has several lines is shown on its own lines', () => {
  expect(isBlock('code', 'busy')).toBe(false);
  expect(isBlock('code', 'a\nb')).toBe(true);
  expect(isBlock('code', 'x'.repeat(200))).toBe(true);
  expect(isBlock('list', ['a'])).toBe(false);
  expect(isBlock('list', ['a', 'b'])).toBe(true);
  expect(isBlock('redirects', REDIRECTS.slice(0, 1))).toBe(true);
  expect(isBlock('redirects', [])).toBe(false);
  expect(redirectsOf([{ status: 301 }])).toBeNull();
});

test('the certificate is found under whatever name its kind gives it', () => {
  const declared: DetailDescriptor[] = [{ name: 'session', label: 'Session', format: 'tls' }];
  expect(tlsAmong({ session: TLS }, declared)).toBe(TLS);
  expect(tlsAmong({ tls: TLS }, [])).toBeNull();
  expect(tlsAmong({}, declared)).toBeNull();
});

test('details that no descriptor declares are shown by their keys', () => {
  expect(
    undeclaredDetails(
      {
        status: 200,
        recordCount: 3,
        answer_set: ['192.0.2.1', '2001:db8::1'],
        dnssec: false,
        nothing: null,
        nested: { a: 1 },
      },
      [{ name: 'status', label: 'Status', format: 'number' }],
    ),
  ).toEqual([
    ['Record count', '3'],
    ['Answer set', '192.0.2.1, 2001:db8::1'],
    ['Dnssec', 'no'],
    ['Nested', '{"a":1}'],
  ]);
});

test('fields are written as a person would write them', () => {
  expect(fieldText({ type: 'duration' }, 90_000)).toBe('1\u00a0min 30\u00a0s');
  expect(fieldText({ type: 'duration' }, null)).toBe('–');
  expect(fieldText({ type: 'toggle' }, true)).toBe('yes');
  expect(fieldText({ type: 'list' }, ['a', 'b'])).toBe('a, b');
  expect(fieldText({ type: 'pairs' }, { Accept: 'text/html' })).toBe('Accept: text/html');
  expect(fieldText({ type: 'select', options: [{ value: '4', label: 'IPv4 only' }] }, '4')).toBe('IPv4 only');
});
