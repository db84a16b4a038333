import { expect, it } from 'vitest';
import { hostSchema } from './host.ts';

it.each([
  ['Example.ORG.', 'example.org.'],
  [' 192.0.2.1 ', '192.0.2.1'],
  ['[2001:DB8::1]', '2001:db8::1'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['_sip.example', '_sip.example'],
])('reads %j', (text, host) => {
  expect(hostSchema().parse(text)).toBe(host);
});

it.each(['', 'a b', 'example.org/path', 'example.org?q', 'example.org#f', 'a\\b', 'me@example.org', 'example.org:80'])(
  'refuses %j',
  (text) => {
    expect(hostSchema().safeParse(text).success).toBe(false);
  },
);
