import { describe, expect, it } from 'vitest';
import { parseEndpoint, parseTarget } from '../../registry.ts';

describe('the target', () => {
  it.each([
    ['dns:example.org', { domain: 'example.org' }, 'dns:example.org?type=A'],
    [
      'dns://192.0.2.53/example.org?type=mx',
      { server: '192.0.2.53', type: 'MX' },
      'dns://192.0.2.53/example.org?type=MX',
    ],
    ['dns://[2001:db8::53]:5353/example.org', { port: 5353 }, 'dns://[2001:db8::53]:5353/example.org?type=A'],
    ['dns:example.org?clAsS=IN;tYpE=A', {}, 'dns:example.org?type=A'],
    [
      'dot://dns.example/_dmarc.example.org?type=TXT',
      { transport: 'tls' },
      'dns+tls://dns.example/_dmarc.example.org?type=TXT',
    ],
    [
      'dns+https://dns.example/example.org?path=/other',
      { path: '/other' },
      'dns+https://dns.example/example.org?type=A&path=%2Fother',
    ],
    ['dns+tcp:///example.org', { transport: 'tcp' }, 'dns+tcp:example.org?type=A'],
  ])('reads %s', (text, fields, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'dns', ...fields }, target }]);
  });

  it.each(['dns:', 'dns+quic://a/b', 'dns:a b', 'dns:example.org?type=%'])('does not read %s as one', (text) => {
    const [read] = parseTarget(text);
    expect(read).toHaveProperty('problem');
  });
});

describe('the fields', () => {
  const check = (fields: object) => {
    const parsed = parseEndpoint({ kind: 'dns', domain: 'example.org', ...fields });
    return parsed.ok ? parsed.config : parsed.issues.map(({ code, path }) => `${path} ${code}`);
  };

  it.each([
    [{ domain: 'a..b' }, 'domain dns.domain'],
    [{ domain: 'a b' }, 'domain dns.domain'],
    [{ domain: '' }, 'domain dns.domain'],
    [{ server: 'a b' }, 'server host'],
    [{ transport: 'https', server: '' }, 'server dns.server'],
    [{ path: 'dns-query' }, 'path dns.path'],
    [{ port: 0 }, 'port wholeNumber'],
    [{ expected: ['a', ''] }, 'expected[1] textBetween'],
    [{ type: 'ANY' }, 'type oneOf'],
  ])('refuses %j', (fields, issue) => {
    expect(check(fields)).toEqual([issue]);
  });

  it('converts names beyond ASCII, and keeps the root and addresses', () => {
    expect(check({ domain: 'Bücher.example.' })).toMatchObject({ domain: 'xn--bcher-kva.example' });
    expect(check({ domain: '.', type: 'NS' })).toMatchObject({ domain: '.' });
    expect(check({ domain: '[2001:db8::1]', type: 'PTR' })).toMatchObject({ domain: '2001:db8::1' });
  });
});
