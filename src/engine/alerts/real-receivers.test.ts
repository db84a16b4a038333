/** Channels against the programs that people run: rsyslog and the Alertmanager of Prometheus. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALERTMANAGER_PACKAGES, startAlertmanager, type Alertmanager } from '../../../test/servers/alertmanager.ts';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../test/servers/certificates.ts';
import { available } from '../../../test/servers/process.ts';
import { RSYSLOG_PACKAGES, startRsyslog, type Rsyslog } from '../../../test/servers/rsyslog.ts';
import type { AlertMessage } from './channel-kind.ts';
import { aMessage } from './testing/a-message.ts';
import { sendThrough } from './testing/send-through.ts';

const rsyslog = available({ ...RSYSLOG_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(rsyslog.skip)(`syslog against rsyslog${rsyslog.reason}`, () => {
  let files: Certificates;
  let server: Rsyslog;
  beforeAll(async () => {
    files = await certificates();
    server = await startRsyslog(files.good);
  });
  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  test.each(['udp', 'tcp', 'tls'] as const)('a line over %s is understood', async (transport) => {
    const port = { udp: server.udpPort, tcp: server.tcpPort, tls: server.tlsPort }[transport];
    const title = `Shop is down, said over ${transport}: "é"`;
    const channel = { kind: 'syslog', host: '127.0.0.1', port, transport, verifyTls: false, facility: 17 };
    expect((await sendThrough(channel, aMessage({ title, text: 'Cause: a]b\nSince: now' }))).outcome).toBe('delivered');
    const lines = async () => (await readFile(server.file, 'utf8').catch(() => '')).split('\n');
    const expected =
      'local1|crit|lookout|[lookout@32473 alert="alert-1" event="down" endpoint="Shop"]|' +
      `${title}; Cause: a]b; Since: now`;
    await expect.poll(lines).toContain(expected);
  });
});

const manager = available(ALERTMANAGER_PACKAGES);

describe.skipIf(manager.skip)(`alerts in the Alertmanager of Prometheus${manager.reason}`, () => {
  let server: Alertmanager;
  beforeAll(async () => {
    server = await startAlertmanager();
  });
  afterAll(() => server?.dispose());

  interface Held {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly status: { readonly state: string };
  }
  /** Those that are firing. */
  const alerts = async (): Promise<Held[]> =>
    (await (await fetch(`${server.url}/api/v2/alerts?active=true`)).json()) as Held[];

  test('fire, get worse and are resolved', async () => {
    const channel = { kind: 'alertmanager', server: server.url };
    const now = Date.now();
    const [endpoint] = aMessage().endpoints;
    if (endpoint === undefined) throw new Error('The message has no endpoint');
    const message = (more: Partial<AlertMessage>, member: Partial<typeof endpoint>) =>
      aMessage({ at: Date.now(), ...more, endpoints: [{ ...endpoint, since: now - 60_000, ...member }] });
    expect(
      await sendThrough(channel, message({ event: 'degraded', severity: 'degraded' }, { severity: 'degraded' })),
    ).toEqual({
      outcome: 'delivered',
      answer: 'HTTP 200',
    });
    await expect
      .poll(alerts)
      .toMatchObject([
        { labels: { alertname: 'LookoutEndpoint', endpoint: 'Shop', severity: 'warning', group: 'Production' } },
      ]);
    expect((await sendThrough(channel, message({}, {}))).outcome).toBe('delivered');
    await expect
      .poll(async () => (await alerts()).map(({ labels, annotations }) => [labels['severity'], annotations['summary']]))
      .toEqual([['critical', 'Shop is down']]);
    expect(
      (await sendThrough(channel, message({ event: 'up', resolved: true }, { endedAt: Date.now() }))).outcome,
    ).toBe('delivered');
    await expect.poll(alerts).toEqual([]);
  });

  test('that it does not understand are refused for good', async () => {
    const channel = { kind: 'alertmanager', server: `${server.url}/nowhere` };
    expect(await sendThrough(channel, aMessage())).toMatchObject({ outcome: 'final' });
  });
});
