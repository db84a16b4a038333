/** Who may read `/probe` and `/metrics`, and that no other client can make this machine check anything. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RequestError } from '../../engine/base/request-error.ts';
import type { ProbeRequest } from '../../engine/prometheus/prober.ts';
import { TOKEN, TestServer } from '../testing/test-server.ts';

const SCRAPE_TOKEN = 'a-token-for-prometheus';
const PROBE = '/probe?target=10.0.0.1&module=tcp_connect';
let host: TestServer;
let probed: ProbeRequest[];

beforeAll(async () => {
  host = await TestServer.start();
});
afterAll(() => host.dispose());
beforeEach(() => {
  probed = [];
  host.asked.length = 0;
  host.logged.length = 0;
  host.probe = (request) => {
    probed.push(request);
    return Promise.resolve({
      families: [{ name: 'probe_success', type: 'gauge', help: 'Yes.', samples: [{ value: 1 }] }],
    });
  };
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('with a scrape token', () => {
  beforeEach(() => host.restart({ scrape: { token: SCRAPE_TOKEN, from: [] } }));

  test.each([
    ['no token', {}],
    ['a wrong token', bearer('wrong')],
    ['the token as a user name', { authorization: `Basic ${btoa(`${SCRAPE_TOKEN}:`)}` }],
  ])('%s starts no check', async (_, headers) => {
    for (const path of [PROBE, '/metrics', `${PROBE}&token=${SCRAPE_TOKEN}`]) {
      const answer = await host.ask(path, { headers });
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
      expect(answer.text).not.toContain(SCRAPE_TOKEN);
    }
    expect([probed, host.asked]).toEqual([[], []]);
  });

  test.each([SCRAPE_TOKEN, TOKEN])('%s gives access under any name of the machine', async (token) => {
    const headers = { ...bearer(token), host: 'site-a.example:4477' };
    const answer = await host.ask(PROBE, { headers });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(answer.text).toContain('\nprobe_success 1\n');
    expect(probed).toMatchObject([{ target: '10.0.0.1', module: 'tcp_connect', waitMs: null }]);
  });

  test('the scrape token gives access to nothing else', async () => {
    expect((await host.post('app.snapshot', '{}', bearer(SCRAPE_TOKEN))).status).toBe(401);
    expect(host.asked).toEqual([]);
  });
});

describe('with an address rule', () => {
  beforeEach(() => host.restart({ scrape: { token: null, from: ['127.0.0.0/8'] } }));

  test('an allowed address needs no token', async () => {
    expect((await host.ask(PROBE)).status).toBe(200);
  });

  test.each([
    ['a page whose name resolves to this machine', { host: 'evil.example:4477' }],
    ['a page of another site', { origin: 'http://evil.example' }],
    ['an image in a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s cannot start a check', async (_, headers) => {
    expect((await host.ask(PROBE, { headers })).status).toBe(401);
    expect(probed).toEqual([]);
  });

  test('another address needs the token', async () => {
    await host.restart({ scrape: { token: null, from: ['192.0.2.0/24'] } });
    expect((await host.ask(PROBE)).status).toBe(401);
  });
});

describe('a probe', () => {
  const headers = bearer(TOKEN);

  test('waits as long as Prometheus does', async () => {
    await host.ask(PROBE, { headers: { ...headers, 'x-prometheus-scrape-timeout-seconds': '2.5' } });
    expect(probed).toMatchObject([{ waitMs: 2500 }]);
  });

  test.each(['0', '-1', 'soon', '1e999'])('refuses a timeout of %s', async (seconds) => {
    const answer = await host.ask(PROBE, { headers: { ...headers, 'x-prometheus-scrape-timeout-seconds': seconds } });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('X-Prometheus-Scrape-Timeout-Seconds must be a number of seconds above 0.');
  });

  test('refuses a target that is given twice', async () => {
    const answer = await host.ask(`${PROBE}&target=b`, { headers });
    expect([answer.status, probed]).toEqual([400, []]);
    expect(answer.text).toContain('The parameter \\"target\\" must be given once.');
  });

  test('405 for POST', async () => {
    const answer = await host.ask(PROBE, { method: 'POST', headers });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('is cancelled when the client leaves', async () => {
    const cancelled = Promise.withResolvers<void>();
    host.probe = ({ signal }) => {
      signal.addEventListener('abort', () => cancelled.resolve());
      setImmediate(() => client.abort());
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    };
    const client = new AbortController();
    const url = `http://127.0.0.1:${host.port}${PROBE}`;
    await expect(fetch(url, { headers, signal: client.signal })).rejects.toThrow('aborted');
    await cancelled.promise;
    expect(host.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('that could not be judged has no result, so Prometheus sees up == 0', async () => {
    host.probe = () =>
      Promise.resolve({ unknown: { code: 'local.offline', params: { reason: 'noAddress' } }, kind: 'tcp' });
    const answer = await host.ask(PROBE, { headers });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toMatchObject({
      reason: 'probeUnknown',
      message: expect.stringContaining('network'),
    });
  });

  test('a bug is logged and not sent to the client', async () => {
    host.probe = () => Promise.reject(new Error('the secret is 42'));
    const answer = await host.ask(PROBE, { headers });
    expect([answer.status, answer.text.includes('42')]).toEqual([500, false]);
    host.probe = () => Promise.reject(new RequestError('moduleNotFound', { name: 'x' }));
    expect((await host.ask(PROBE, { headers })).status).toBe(404);
  });
});
