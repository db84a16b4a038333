/**
 * Common mistakes, and the error at the field: its label, and what is accepted. The command line and the form say the
 * same.
 */
import { beforeAll, expect, it } from 'vitest';
import { loadLibraries } from '../conditions/libraries.ts';
import { parseEndpoint } from './registry.ts';
import { texts } from './testing/texts.ts';

beforeAll(() => loadLibraries());

const URL = 'https://shop.example.org/';

it.each([
  [{ kind: 'tcp', host: 'a.example', port: 0 }, 'port', 'Port must be a whole number from 1 to 65,535.'],
  [{ kind: 'redis', host: 'a.example', port: 70_000 }, 'port', 'Port must be a whole number from 1 to 65,535.'],
  [
    { kind: 'icmp', host: 'a b.example' },
    'host',
    'Host must be a host name or an address, such as db.example.org, 192.0.2.7 or 2001:db8::7.',
  ],
  [
    { kind: 'http', url: 'ftp://shop.example.org/' },
    'url',
    'URL must be an http or https URL, such as https://example.org/health.',
  ],
  [{ kind: 'http', url: 'http://127.0.0.1:99999/' }, 'url', 'URL must have a port from 1 to 65,535, or none.'],
  [{ kind: 'http', url: 'https://a.example:0' }, 'url', 'URL must have a port from 1 to 65,535, or none.'],
  [
    { kind: 'websocket', url: URL },
    'url',
    'URL must be a URL that begins with ws:// or wss://, without a user name or password.',
  ],
  [
    { kind: 'grpc', host: 'a.example', caCertificates: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
    'caCertificates',
    'Custom CA certificates must be certificates in PEM format, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
  ],
  [
    { kind: 'push', cron: '0 2 * * *', timezone: 'Europe/Atlantis' },
    'timezone',
    'Time zone must be the name of a time zone, such as Europe/Berlin, or empty.',
  ],
  [{ kind: 'push', cron: '0 0 30 2 *' }, 'cron', 'Cron expression never fires.'],
  [
    { kind: 'push', cron: 'every day' },
    'cron',
    'Cron expression must be a cron expression, such as 0 2 * * 1-5 (at 2:00 on weekdays), or empty.',
  ],
  [
    { kind: 'http', url: URL, conditions: ['[BODY]$.items[?@.a ==] == 1'] },
    'conditions[0]',
    /^Conditions, entry 1, cannot be read at column 7: the JSONPath is not valid \(.+\)\.$/u,
  ],
  [
    { kind: 'http', url: URL, conditions: ['[BODY] matches /(/'] },
    'conditions[0]',
    /^Conditions, entry 1, cannot be read at column 16: the regular expression is not valid \(.+\)\.$/u,
  ],
  [
    { kind: 'steps', steps: 'GET https://shop.example.org/{{token}}' },
    'steps',
    'Steps, line 1: the value token is used before it is extracted. Extract it in an earlier step, or enter it among the values.',
  ],
  [{ kind: 'dns', name: 'example.org' }, 'domain', 'Domain name is required.'],
])('%o says at the field what is accepted', (input, path, text) => {
  const parsed = parseEndpoint(input);
  const issues = parsed.ok ? [] : parsed.issues;
  expect(issues.map((issue) => issue.path)).toEqual([path]);
  const [issue] = issues;
  expect(issue === undefined ? '' : texts.issue(issue)).toEqual(
    typeof text === 'string' ? text : expect.stringMatching(text),
  );
});
