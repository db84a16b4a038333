import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURES } from '../contract/model/failure.ts';
import type { FailureSummary } from '../contract/model/failure.ts';
import type { Param, Params } from '../contract/model/text.ts';
import { kindDescriptors } from '../engine/check/registry.ts';
import { createTexts } from './texts.ts';

const texts = createTexts(kindDescriptors(), { timeZone: 'UTC' });
const say = (code: string, params?: Params, phase?: string) =>
  texts.failure({ code, ...(params && { params }), ...(phase === undefined ? {} : { phase }) }, 'http');

describe('failures', () => {
  it.each<[string, Params | undefined, string | undefined, string]>([
    ['dns.nxdomain', { name: 'a.example' }, 'dns', 'There is no host named a.example.'],
    ['dns.nodata', { name: 'a.example', family: '6' }, 'dns', 'a.example has no IPv6 address.'],
    ['dns.nodata', { name: 'a.example', family: 'any' }, 'dns', 'a.example has no address.'],
    [
      'dns.failed',
      { name: 'a.example', reason: 'ESERVFAIL' },
      'dns',
      'a.example could not be looked up: the DNS server found no answer (SERVFAIL).',
    ],
    ['dns.failed', { name: 'a.example', reason: 'ENEW' }, 'dns', 'a.example could not be looked up (ENEW).'],
    ['connect.refused', {}, 'connect', 'Nothing listens on the port: the connection was refused.'],
    [
      'connect.refused',
      { addresses: ['[::1]:80', '127.0.0.1:80'] },
      'connect',
      'Nothing listens on the port: the connection was refused ([::1]:80, 127.0.0.1:80).',
    ],
    [
      'connect.unreachable',
      { reason: 'EHOSTUNREACH', addresses: ['192.0.2.1:80'], more: 3, untried: 1_200 },
      'connect',
      'There is no route to the address: the host is unreachable (192.0.2.1:80 and 3 more; 1,200 not tried).',
    ],
    [
      'connection.reset',
      { reason: 'body', readBytes: 4 },
      'transfer',
      'The server closed the connection in the middle of the body, after 4 bytes.',
    ],
    ['timeout', { timeoutMs: 10_000 }, 'wait', 'No answer within 10 s: connected, but the server sent nothing.'],
    ['timeout', { timeoutMs: 90_000 }, undefined, 'No answer within 1 min 30 s: the check had not begun.'],
    ['timeout', { timeoutMs: 10_000 }, 'dns', 'No answer within 10 s: the DNS lookup of the name did not end.'],
    [
      'timeout',
      { timeoutMs: 10_000, resolver: 'system' },
      'dns',
      'No answer within 10 s: the operating system was still looking up the name.',
    ],
    ['timeout', { timeoutMs: 200 }, 'query', 'No answer within 200 ms: the check stopped in the phase query.'],
    [
      'timeout',
      { timeoutMs: 200, readBytes: 2048, expected: '+PONG' },
      'transfer',
      'No answer within 200 ms: Lookout received 2 KB, but not "+PONG".',
    ],
    ['timeout', undefined, 'connect', 'The other side stopped responding, and this machine gave up.'],
    ['tls.expired', { expiredOn: Date.UTC(2026, 0, 5) }, 'tls', 'The certificate expired on Jan 5, 2026.'],
    [
      'tls.wrongHost',
      { host: 'a.example', names: ['b.example', '*.c.example'] },
      'tls',
      'The certificate is not for a.example, but for b.example, *.c.example.',
    ],
    [
      'local.late',
      { lateMs: 1_500 },
      undefined,
      'This machine was too busy to judge: its event loop was 1 s 500 ms late.',
    ],
    [
      'local.secret',
      { field: 'headers.Authorization', problem: { code: 'secret.keyGone', params: { file: '/k' } } },
      undefined,
      'The secret in Headers, Authorization, cannot be read. Enter it again. The key file /k is gone.',
    ],
    [
      'http.status',
      { status: 503, name: 'Service Unavailable', accepted: '200-299' },
      undefined,
      'Status 503 Service Unavailable is not accepted (accepted: 200-299).',
    ],
    ['http.status', { status: 599, accepted: '200-299' }, undefined, 'Status 599 is not accepted (accepted: 200-299).'],
  ])('%s %j', (code, params, phase, text) => expect(say(code, params, phase)).toBe(text));

  it('have the kind’s own text for a code that all kinds share', () => {
    const failure = { code: 'protocol.error', params: { reason: 'notHttp' } };
    expect(texts.failure(failure, 'http')).toBe('The answer breaks the rules of HTTP: it is not HTTP.');
    expect(texts.failure(failure, 'tcp')).toBe('The answer breaks the rules of the protocol.');
    expect(texts.failure(failure)).toBe('The answer breaks the rules of the protocol.');
  });

  it("name the kind's phase by its label", () => {
    const query = createTexts([
      { kind: 'q', failures: [], issues: [], fields: [], phases: [{ name: 'query', label: 'Query', role: 'wait' }] },
    ]);
    expect(query.failure({ code: 'timeout', params: { timeoutMs: 1 }, phase: 'query' }, 'q')).toMatch(
      /phase Query\.$/u,
    );
  });

  it('keep the sentence of an earlier Lookout', () => {
    expect(texts.failure({ code: 'timeout', message: 'It took too long.' }, 'http')).toBe('It took too long.');
  });

  it('of an unknown kind are found by their code, and an unknown code is shown', () => {
    expect(texts.failure({ code: 'body.keywordPresent', params: { keyword: 'x' } })).toBe('"x" is in the body.');
    expect(texts.failure({ code: 'gopher.lost' })).toBe('The check failed (gopher.lost).');
    expect(texts.message({ code: 'gopher.lost' })).toBe('Lookout has no text for this (gopher.lost).');
    expect(texts.failure({ code: 'constructor' })).toBe('The check failed (constructor).');
  });

  it('with the same code have a short name: their sentence, or the code if the sentence needs parameters', () => {
    expect(texts.cause('http.noHttp2')).toBe('The server does not offer HTTP/2.');
    expect(texts.cause('connect.refused')).toBe('Connection refused');
    expect(texts.cause('http.status')).toBe('Status not accepted');
    expect(texts.cause('dns.notValidated')).toContain('the AD bit is missing.');
    const failures = [{ code: 'fake.lost', text: '{name} was lost.', params: { name: 'the name' } }];
    expect(createTexts([{ kind: 'fake', failures, issues: [], phases: [], fields: [] }]).cause('fake.lost')).toBe(
      'fake.lost',
    );
    expect(texts.cause('gopher.lost')).toBe('gopher.lost');
    const codes = kindDescriptors().flatMap(({ failures }) => failures.map(({ code }) => code));
    for (const code of [...Object.keys(FAILURES), ...codes]) {
      expect(texts.cause(code)).not.toMatch(/\bnone\b/u);
      expect(texts.cause(code)).not.toBe(code);
    }
  });
});

describe('notifications', () => {
  const cause: FailureSummary & { kind: string } = {
    code: 'timeout',
    params: { timeoutMs: 10_000 },
    phase: 'wait',
    kind: 'http',
  };

  it('say what is down and why, and how long it was', () => {
    expect(
      texts.notification({
        code: 'incident.down',
        params: { name: 'The shop', target: 'https://shop.example/', cause },
      }),
    ).toEqual({
      title: 'The shop is down',
      body: 'No answer within 10 s: connected, but the server sent nothing.\nhttps://shop.example/',
    });
    expect(texts.notification({ code: 'incident.up', params: { name: 'The shop', downMs: 192_000 } })).toEqual({
      title: 'The shop is back',
      body: 'It was down for 3 min 12 s.',
    });
    expect(
      texts.notification({
        code: 'incident.up',
        params: { name: 'a', target: 't', downMs: 8 * 3_600_000, seenMs: 60_000 },
      }).body,
    ).toBe('It was seen down for 1 min of the last 8 h. Lookout did not watch the rest.\nt');
  });

  it('count and name many', () => {
    const params = { count: 7, names: ['a', 'b', 'c', 'd', 'e'], more: 2 };
    expect(texts.notification({ code: 'incidents.down', params })).toEqual({
      title: '7 endpoints are down',
      body: 'a, b, c, d, e and 2 more',
    });
    expect(texts.notification({ code: 'incidents.up', params: { count: 1, names: ['a'] } })).toEqual({
      title: '1 endpoint is back',
      body: 'a',
    });
  });
});

describe('parameters are data', () => {
  it.each(['<b>x</b>', '{name}', "it's '{", '{0, plural, other {x}}', '__proto__', '%s $& $1', 'none', '\u202e\0'])(
    '%s',
    (text) => {
      expect(say('dns.nxdomain', { name: text })).toBe(`There is no host named ${text}.`);
      expect(say('http.tooManyRedirects', { max: 3, url: text })).toBe(
        `More than 3 redirects; the last one leads to ${text}.`,
      );
      expect(say('dns.failed', { name: 'a', reason: text })).toContain('a could not be looked up');
    },
  );

  it('of any type and with any name give a text, and none throws', () => {
    const scalar = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
    const message = fc.record({ code: fc.string(), params: fc.dictionary(fc.string(), scalar) });
    const param: fc.Arbitrary<Param> = fc.oneof(scalar, fc.array(fc.string()), message, fc.array(message));
    const names = [...new Set(Object.values(FAILURES).flatMap(({ params }) => Object.keys(params)))];
    const params = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), param);
    const codes = fc.oneof(fc.constantFrom(...Object.keys(FAILURES), 'http.status', 'protocol.error'), fc.string());
    fc.assert(
      fc.property(codes, params, fc.option(fc.string(), { nil: undefined }), (code, given, phase) => {
        expect(say(code, given, phase)).not.toBe('');
      }),
    );
  });
});

it('names the argument of a request as its form does', () => {
  const { issue } = createTexts([]);
  expect(issue({ code: 'tooShort', path: 'name', params: { min: 1 } })).toBe('Name must have at least 1 character.');
});
