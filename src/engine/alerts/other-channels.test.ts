/** Channels that are more than one HTTP request. */
import { createSocket } from 'node:dgram';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../test/servers/certificates.ts';
import { MOSQUITTO_PACKAGES, startMosquitto, type Mosquitto } from '../../../test/servers/mosquitto.ts';
import { canRunOpenSmtpd, OPENSMTPD_PACKAGES, startOpenSmtpd } from '../../../test/servers/opensmtpd.ts';
import { available } from '../../../test/servers/process.ts';
import { SMTP_PACKAGES, startSmtp, type SmtpServer } from '../../../test/servers/smtp.ts';
import { aMessage } from './testing/a-message.ts';
import { startChannelServer } from './testing/channel-server.ts';
import { sendThrough } from './testing/send-through.ts';

const RECOVERED = aMessage({ event: 'up', resolved: true, title: 'Shop is back after 5 min', text: 'Lasted: 5 min' });

const mail = available({ ...SMTP_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(mail.skip)(`email against aiosmtpd${mail.reason}`, () => {
  let files: Certificates;
  let server: SmtpServer;

  beforeAll(async () => {
    files = await certificates();
    server = await startSmtp(files.good);
  });
  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  const channel = (more: Record<string, unknown> = {}) => ({
    kind: 'email',
    host: '127.0.0.1',
    port: server.port,
    verifyTls: false,
    username: 'me',
    password: 'right',
    from: 'Lookout <lookout@example.org>',
    to: 'ops@example.org, ada@example.org',
    ...more,
  });

  async function mails(): Promise<string[]> {
    const folder = join(server.maildir, 'new');
    return Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  }

  test('arrives with its text, as part of a thread', async () => {
    expect(await sendThrough(channel())).toMatchObject({
      outcome: 'delivered',
      answer: expect.stringMatching(/^250 /u) as string,
    });
    const found = (await mails()).find((text) => text.includes('Subject: Shop is down'));
    expect(found).toMatch(/Message-ID: <delivery-1@lookout>/iu);
    expect(found).toMatch(/References: <alert-1@lookout>/iu);
    expect(found).toContain('Cause: Connection refused.');
    expect(found).toMatch(/^To: ops@example\.org, ada@example\.org$/mu);
  });

  test('also over TLS from the start, and names the thread when it answers', async () => {
    const port = server.tlsPort;
    expect((await sendThrough(channel({ port, tls: 'on' }), RECOVERED)).outcome).toBe('delivered');
    const found = (await mails()).find((text) => text.includes('Shop is back'));
    expect(found).toMatch(/In-Reply-To: <alert-1@lookout>/iu);
  });

  test('answers no mail when it is the first one about an alert, whatever the alert is about', async () => {
    const title = 'The certificate of Shop expires soon';
    expect((await sendThrough(channel(), aMessage({ event: 'certificate', title }))).outcome).toBe('delivered');
    const found = (await mails()).find((text) => text.includes(title));
    expect(found).toMatch(/References: <alert-1@lookout>/iu);
    expect(found).not.toMatch(/In-Reply-To/iu);
  });

  test('fails for good when the server refuses the credentials or the recipient', async () => {
    expect(await sendThrough(channel({ password: 'wrong' }))).toMatchObject({
      outcome: 'final',
      answer: expect.stringContaining('535') as string,
    });
    expect(await sendThrough(channel({ to: 'nobody@example.org' }))).toMatchObject({ outcome: 'final' });
  });

  test('is tried again when the certificate cannot be verified, or nothing listens', async () => {
    expect((await sendThrough(channel({ verifyTls: true }))).outcome).toBe('retry');
    expect((await sendThrough(channel({ port: 1 }))).outcome).toBe('retry');
  });
});

const openSmtpd = available(OPENSMTPD_PACKAGES);
const mayRunOpenSmtpd = await canRunOpenSmtpd();

describe.skipIf(openSmtpd.skip || !mayRunOpenSmtpd)(`email against OpenSMTPD${openSmtpd.reason}`, () => {
  test('is delivered to the mailbox, and fails for good for a mailbox that does not exist', async () => {
    const server = await startOpenSmtpd();
    onTestFinished(() => server.dispose());
    const channel = {
      kind: 'email',
      host: '127.0.0.1',
      port: server.port,
      tls: 'off',
      from: 'lookout@example.org',
      to: 'postmaster@example.org',
    };
    expect((await sendThrough(channel)).outcome).toBe('delivered');
    const folder = join(server.maildir, 'new');
    await expect.poll(() => readdir(folder).catch(() => [])).toHaveLength(1);
    const [name = ''] = await readdir(folder);
    expect(await readFile(join(folder, name), 'utf8')).toMatch(/^Subject: Shop is down\r?$/mu);
    expect((await sendThrough({ ...channel, to: 'ops@elsewhere.example' })).outcome).toBe('final');
  });
});

const broker = available({ ...MOSQUITTO_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(broker.skip)(`MQTT against mosquitto${broker.reason}`, () => {
  let files: Certificates;
  let server: Mosquitto;

  beforeAll(async () => {
    files = await certificates();
    server = await startMosquitto(files.good);
  });
  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  test('arrives as JSON in the topic', async () => {
    const url = `mqtt://127.0.0.1:${server.port}`;
    const reader = await connectAsync(url, { protocolVersion: 5 });
    onTestFinished(() => reader.endAsync(true));
    const received: unknown[] = [];
    reader.on('message', (_, payload) => received.push(JSON.parse(payload.toString())));
    await reader.subscribeAsync('lookout/alerts');
    expect(await sendThrough({ kind: 'mqtt', url, topic: 'lookout/alerts' })).toMatchObject({ outcome: 'delivered' });
    await expect.poll(() => received).toMatchObject([{ event: 'down', title: 'Shop is down', dedupKey: 'delivery-1' }]);
  });

  test('fails without credentials, and where nothing listens', async () => {
    const closed = { kind: 'mqtt', url: `mqtt://127.0.0.1:${server.closedPort}`, topic: 'mine/alerts' };
    await expect(sendThrough(closed)).rejects.toThrow(/not authorized/iu);
    expect((await sendThrough({ ...closed, username: 'me', password: 'right' })).outcome).toBe('delivered');
    await expect(sendThrough({ ...closed, url: 'mqtt://127.0.0.1:1' })).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a command', () => {
  async function program(script: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'lookout-command-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'on-alert');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  test('gets the alert in its environment, and its arguments as they are', async () => {
    const file = await program(
      'echo "$1|$LOOKOUT_EVENT|$LOOKOUT_TITLE|$LOOKOUT_ENDPOINT|$LOOKOUT_TARGET|$LOOKOUT_KEY"',
    );
    const result = await sendThrough({ kind: 'command', program: file, arguments: ['$(id); "x"'] });
    expect(result).toEqual({
      outcome: 'delivered',
      answer: 'Exit code 0: $(id); "x"|down|Shop is down|Shop|https://shop.example/|delivery-1',
    });
  });

  test('decides by its exit code', async () => {
    expect(await sendThrough({ kind: 'command', program: await program('echo no >&2; exit 3') })).toEqual({
      outcome: 'final',
      answer: 'Exit code 3: no',
    });
    expect((await sendThrough({ kind: 'command', program: await program('exit 75') })).outcome).toBe('retry');
    expect((await sendThrough({ kind: 'command', program: '/nonexistent/program' })).outcome).toBe('final');
  });

  test('is killed at its time limit', async () => {
    const file = await program('exec sleep 60');
    expect(await sendThrough({ kind: 'command', program: file, timeout: '1s' })).toEqual({
      outcome: 'final',
      answer: 'Killed after 1 s',
    });
  });
});

describe('syslog', () => {
  const LINE =
    /^<130>1 2026-11-29T12:01:00\.000Z \S+ lookout \d+ alert \[lookout@32473 alert="alert-1" event="down" endpoint="Shop"\] Shop is down; Cause: Connection refused\.; Since: .*$/u;

  test('sends a line in a datagram', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    onTestFinished(() => void socket.close());
    const lines: string[] = [];
    socket.on('message', (data) => lines.push(data.toString()));
    await sendThrough({ kind: 'syslog', host: '127.0.0.1', port: socket.address().port });
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines[0]).toMatch(LINE);
  });

  test('sends a counted line over TCP', async () => {
    const received: string[] = [];
    const server = createServer((socket) => socket.on('data', (data: Buffer) => received.push(data.toString())));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await sendThrough({ kind: 'syslog', host: '127.0.0.1', port, transport: 'tcp' });
    await expect.poll(() => received.join('')).toMatch(/^\d+ </u);
    const [, count, line] = /^(\d+) (.*)$/su.exec(received.join('')) ?? [];
    expect(Buffer.byteLength(line ?? '')).toBe(Number(count));
    expect(line).toMatch(LINE);
  });

  test('fails where nothing listens', async () => {
    await expect(sendThrough({ kind: 'syslog', host: '127.0.0.1', port: 1, transport: 'tcp' })).rejects.toThrow(
      'ECONNREFUSED',
    );
  });
});

describe('a GitHub issue', () => {
  const channel = (server: string) => ({ kind: 'github', server, token: 'T', repository: 'o/r' });

  test('is opened once, commented on, and closed', async () => {
    const server = await startChannelServer();
    const issues: { number: number; body: string }[] = [];
    server.answer = ({ method, path, json }) => {
      if (method === 'GET') return { status: 200, body: JSON.stringify(issues) };
      if (path === '/repos/o/r/issues') {
        issues.push({ number: 7, body: (json as { body: string }).body });
        return { status: 201, body: JSON.stringify(issues[0]) };
      }
      return { status: method === 'PATCH' ? 200 : 201, body: '{}' };
    };
    expect(await sendThrough(channel(server.url))).toEqual({ outcome: 'delivered', answer: 'Issue #7' });
    expect(await sendThrough(channel(server.url), RECOVERED)).toEqual({ outcome: 'delivered', answer: 'Issue #7' });
    expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /repos/o/r/issues?state=open&per_page=100&labels=lookout',
      'POST /repos/o/r/issues',
      'GET /repos/o/r/issues?state=open&per_page=100&labels=lookout',
      'POST /repos/o/r/issues/7/comments',
      'PATCH /repos/o/r/issues/7',
    ]);
    expect(server.received[1]).toMatchObject({
      headers: { authorization: 'Bearer T', accept: 'application/vnd.github+json' },
      json: {
        title: 'Shop is down',
        labels: ['lookout'],
        body: expect.stringContaining('<!-- lookout-alert-1 -->') as string,
      },
    });
    expect(server.received[4]?.json).toEqual({ state: 'closed', state_reason: 'completed' });
  });

  test('is refused for good with a wrong token, and tried again at the rate limit', async () => {
    const server = await startChannelServer();
    server.answer = () => ({ status: 401, body: '{"message":"Bad credentials"}' });
    expect(await sendThrough(channel(server.url))).toEqual({
      outcome: 'final',
      answer: 'HTTP 401: {"message":"Bad credentials"}',
    });
    server.answer = () => ({
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'retry-after': '60' },
      body: 'slow down',
    });
    expect(await sendThrough(channel(server.url))).toEqual({
      outcome: 'retry',
      answer: 'HTTP 403: slow down',
      afterMs: 60_000,
    });
  });
});

test('a Jira issue is opened once, commented on, and moved to Done', async () => {
  const server = await startChannelServer();
  const keys: string[] = [];
  server.answer = ({ method, path }) => {
    if (path.startsWith('/rest/api/2/search/jql')) {
      return { status: 200, body: JSON.stringify({ issues: keys.map((key) => ({ key })) }) };
    }
    if (path === '/rest/api/2/issue') {
      keys.push('OPS-1');
      return { status: 201, body: '{"key":"OPS-1"}' };
    }
    if (method === 'GET') return { status: 200, body: '{"transitions":[{"id":"31","name":"Done"}]}' };
    return { status: 204 };
  };
  const channel = { kind: 'jira', server: server.url, email: 'a@b', token: 'T', project: 'OPS' };
  expect(await sendThrough(channel)).toEqual({ outcome: 'delivered', answer: 'OPS-1' });
  expect(await sendThrough(channel, RECOVERED)).toEqual({ outcome: 'delivered', answer: 'OPS-1' });
  expect(server.received.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
    'GET /rest/api/2/search/jql',
    'POST /rest/api/2/issue',
    'GET /rest/api/2/search/jql',
    'POST /rest/api/2/issue/OPS-1/comment',
    'GET /rest/api/2/issue/OPS-1/transitions',
    'POST /rest/api/2/issue/OPS-1/transitions',
  ]);
  expect(server.received[1]?.json).toMatchObject({
    fields: {
      project: { key: 'OPS' },
      issuetype: { name: 'Task' },
      summary: 'Shop is down',
      labels: ['lookout', 'lookout-alert-1'],
    },
  });
  expect(server.received[5]?.json).toEqual({ transition: { id: '31' } });
});
