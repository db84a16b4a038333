/** Steps, TLS and Unix sockets. */
import { createServer, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { createSelfSigned } from '../../net/tls/self-signed.ts';
import { parseEndpoint, parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

async function check(
  onConnection: (socket: Socket) => void,
  fields: Omit<EndpointInput, 'kind'>,
  wanted: string[] = [],
) {
  server = await startRaw(onConnection);
  const input = { kind: 'tcp', host: '127.0.0.1', port: server.port, ...fields };
  const outcome = await checkOnce(input, { wanted: new Set(wanted) });
  await server.untilAllClosed();
  return outcome;
}

/** Answers lines as a mail server does, and notes them. */
function mailServer(lines: string[]): (socket: Socket) => void {
  return (socket) => {
    socket.write('220 mail.example ESMTP\r\n');
    socket.on('data', (bytes: Buffer) => {
      for (const line of bytes.toString().split('\r\n').filter(Boolean)) {
        lines.push(line);
        if (line.startsWith('EHLO')) socket.write('250-mail.example\r\n250-SIZE 1234\r\n250 HELP\r\n');
        else socket.write('250 OK id=A7\r\n');
      }
    });
  };
}

describe('steps', () => {
  it('go on in the order of the list, with what a regular expression found', async () => {
    const lines: string[] = [];
    const outcome = await check(mailServer(lines), {
      expect: '220 ',
      steps: [
        'send EHLO lookout\\r\\n',
        'expect /250-SIZE (\\d+)\\r\\n(?P<last>250 [^\\r]*)/',
        'send MAIL SIZE=${1} ${last} ${missing}.\\r\\n',
        'expect /id=(?P<id>\\w+)/',
        'send hex 51 55 49 54 0d0a',
        'expect id=${id}',
      ],
    });
    expect(outcome.failure).toBeNull();
    expect(lines).toEqual(['EHLO lookout', 'MAIL SIZE=1234 250 HELP .', 'QUIT']);
    expect(outcome.observed).toMatchObject({ CAPTURE: { 1: 'A7', id: 'A7', last: '250 HELP' } });
    expect(outcome.observed?.['BODY']).toMatch(/^220 mail\.example ESMTP\r\n250-mail/u);
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('look only at what came after the step before', async () => {
    const { failure } = await check((socket) => socket.end('one two'), { steps: ['expect two', 'expect one'] });
    expect(failure).toMatchObject({
      code: 'expect.missing',
      message: '"one" was not sent: the server closed the connection after 7 bytes.',
    });
  });

  it('quote a regular expression that does not match', async () => {
    const { failure, details } = await check((socket) => socket.write('554 no'), {
      steps: ['expect /^2\\d\\d/'],
      timeout: '150ms',
    });
    expect(failure).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('Lookout received 6 bytes, but not "/^2\\d\\d/"'),
    });
    expect(details['snippet']).toBe('554 no');
  });

  it('match bytes that are not UTF-8, and letters of several bytes', async () => {
    const latin = await check((socket) => socket.write(Buffer.from('ff41ff42', 'hex')), {
      steps: ['expect /A(.)/', 'expect hex 42'],
    });
    expect(latin.failure).toBeNull();
    const letters = await check((socket) => socket.write('größe=7;end'), {
      steps: ['expect /größe=(\\d)/', 'expect ;end'],
    });
    expect([letters.failure, letters.observed?.['CAPTURE']]).toEqual([null, { 1: '7' }]);
  });

  it('cost little for a service that sends single bytes, and find the last text', async () => {
    const { failure } = await check(
      (socket) => {
        socket.setNoDelay(true);
        let left = 1_000;
        const next = () => {
          if (left-- > 0) socket.write('x', () => setImmediate(next));
          else socket.write('end');
        };
        next();
      },
      { steps: ['expect /x(x*)end$/'] },
    );
    expect(failure).toBeNull();
  });

  it('fail after 64 KB', async () => {
    const { failure } = await check((socket) => socket.write(Buffer.alloc(200_000, 'x')), { steps: ['expect /y/'] });
    expect(failure).toMatchObject({ code: 'expect.missing', params: { reason: 'limit' } });
  });
});

describe('[BODY]', () => {
  it('is the first 4 KB', async () => {
    const { observed } = await check((socket) => socket.write(`${'x'.repeat(10_000)}!`), { expect: '!' }, ['BODY']);
    expect(observed?.['BODY']).toBe('x'.repeat(4_000));
  });

  it('is waited for when only a condition looks at it', async () => {
    const { failure, observed, details } = await check((socket) => socket.write('{"ok":true}'), {}, ['BODY']);
    expect([failure, observed?.['BODY'], details['bytes']]).toEqual([null, '{"ok":true}', 11]);
  });
});

describe('TLS', () => {
  const now = Date.now();
  const certificate = createSelfSigned({ name: 'localhost', validFrom: now - 60_000, validTo: now + 600_000 });
  const secure = (socket: Socket) => {
    const secured = new TLSSocket(socket, { isServer: true, ...certificate });
    secured.on('error', () => undefined).on('data', (bytes: Buffer) => secured.write(`you said ${bytes.toString()}`));
  };

  it('encrypts from the start', async () => {
    const fields = { tls: 'on', send: 'hi', expect: 'you said hi' } as const;
    expect((await check(secure, fields)).failure).toMatchObject({ code: 'tls.selfSigned', phase: 'tls' });
    await server?.dispose();
    const { failure, phases, details } = await check(secure, { ...fields, verifyTls: false });
    expect([failure, details.tls?.authorized]).toEqual([null, false]);
    expect(Object.keys(phases)).toEqual(['connect', 'tls', 'wait', 'transfer']);
  });

  it('encrypts after the command of the protocol', async () => {
    const { failure, phases } = await check(
      (socket) => {
        socket.write('+OK hi\r\n');
        socket.once('data', () => {
          socket.write('+OK go\r\n');
          secure(socket);
        });
      },
      { tls: 'starttls', starttls: 'pop3', verifyTls: false, send: 'x', expect: 'you said x' },
    );
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['connect', 'starttls', 'tls', 'wait', 'transfer']);
  });
});

describe('a Unix socket', () => {
  it('is the host', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'lookout-tcp-'));
    const path = join(dir, 'service.sock');
    const service = createServer((socket) => socket.end('ready'));
    await new Promise<void>((resolve) => service.listen(path, resolve));
    try {
      const { failure, details } = await checkOnce({ kind: 'tcp', host: path, expect: 'ready' });
      expect([failure, details.remoteAddress]).toEqual([null, path]);
      expect(parseTarget(`unix://${path}`)).toMatchObject([
        { endpoint: { kind: 'tcp', host: path }, target: `unix://${path}` },
      ]);
    } finally {
      await new Promise((resolve) => service.close(resolve));
      await rm(dir, { recursive: true, force: true });
    }
    expect((await checkOnce({ kind: 'tcp', host: path })).failure).toMatchObject({
      phase: 'connect',
      raw: expect.stringContaining('ENOENT'),
    });
  });
});

describe('the fields', () => {
  const issues = (fields: object) => {
    const parsed = parseEndpoint({ kind: 'tcp', host: 'a', port: 1, ...fields });
    return parsed.ok ? [] : parsed.issues.map(({ code, path }) => `${path} ${code}`);
  };

  it.each([
    [{ steps: ['wait 5'] }, 'steps[0] dialog.step'],
    [{ steps: ['send a', 'expect \\q'] }, 'steps[1] dialog.step'],
    [{ steps: ['expect '] }, 'steps[0] dialog.step'],
    [{ steps: ['expect /(/'] }, 'steps[0] dialog.regex'],
    [{ steps: ['expect /a/x'] }, 'steps[0] dialog.regex'],
    [{ steps: ['send ${1}', 'expect /(a)/'] }, 'steps[0] dialog.capture'],
    [{ steps: Array.from({ length: 51 }, () => 'send a') }, 'steps dialog.steps'],
    [{ tls: 'starttls' }, 'starttls required'],
    [{ tls: 'starttls', starttls: 'none' }, 'starttls tcp.starttls'],
    [{ port: undefined }, 'port required'],
    [{ host: 'a b' }, 'host tcp.host'],
    [{ host: 'run/a.sock' }, 'host tcp.host'],
  ])('are refused: %j', async (fields, issue) => {
    await loadLibraries();
    expect(issues(fields)).toEqual([issue]);
  });

  it('need no port for a Unix socket', () => {
    expect(issues({ host: '/run/a.sock', port: undefined })).toEqual([]);
  });
});
