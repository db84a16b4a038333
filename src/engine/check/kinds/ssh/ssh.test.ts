/** SSH against Debian's OpenSSH, and against servers made with ssh2 for what OpenSSH does only as root. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, type AuthContext, type Connection } from 'ssh2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { SSHD_PACKAGES, startSshd, type SshServer } from '../../../../../test/servers/sshd.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';

const { skip, reason } = available(SSHD_PACKAGES);

describe.skipIf(skip)(`ssh against OpenSSH${reason}`, () => {
  let server: SshServer;
  let folder: string;

  beforeAll(async () => {
    server = await startSshd();
    folder = await mkdtemp(join(tmpdir(), 'lookout-sftp-'));
    await Promise.all(['a.tar', 'b.tar'].map((name) => writeFile(join(folder, name), 'x'.repeat(1_234))));
    const anHourAgo = Date.now() / 1000 - 3_600;
    await utimes(join(folder, 'a.tar'), anHourAgo, anHourAgo);
  });

  afterAll(async () => {
    await server?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    return checkOnce({ kind: 'ssh', host: '127.0.0.1', port: server.port, ...fields }, options);
  }

  function checkSignedIn(fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    return check({ username: server.username, privateKey: server.privateKey, ...fields }, options);
  }

  it('reads the version and the host key without signing in', async () => {
    const { failure, details, phases, observed } = await check();
    expect(failure).toBeNull();
    expect(details['version']).toMatch(/^SSH-2\.0-OpenSSH_/u);
    expect(details['hostKey']).toBe(`ssh-ed25519 ${server.hostKey}`);
    expect(observed).toEqual({ HOST_KEY: server.hostKey, VERSION: details['version'] });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'keyExchange']);
  });

  it('accepts an expected host key, and refuses every other one before it signs in', async () => {
    expect((await check({ hostKeys: [server.hostKey] })).failure).toBeNull();
    const { failure, phases } = await checkSignedIn({ hostKeys: [`SHA256:${'A'.repeat(43)}`] });
    expect(failure).toMatchObject({
      code: 'ssh.hostKey',
      message: `The server has the host key ${server.hostKey}, which is not one of those that the endpoint expects.`,
    });
    expect(phases).not.toHaveProperty('signIn');
  });

  it('signs in with a key and runs a command', async () => {
    const { failure, details, phases, observed } = await checkSignedIn({
      command: 'echo "{\\"load\\": 3}"; echo oops >&2',
      expect: 'load',
    });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ exitCode: 0, output: '{"load": 3}\n', errors: 'oops\n' });
    expect(observed).toMatchObject({ BODY: '{"load": 3}\n', EXIT_CODE: 0 });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'keyExchange', 'signIn', 'command']);
  });

  it('signs in with an encrypted key, and says when its passphrase is wrong', async () => {
    const right = { privateKey: server.encryptedKey, passphrase: 'open sesame' };
    expect((await checkSignedIn(right)).failure).toBeNull();
    const { failure } = await checkSignedIn({ ...right, passphrase: 'open barley' });
    expect(failure?.code).toBe('ssh.privateKey');
    expect(JSON.stringify(failure)).not.toContain('barley');
  });

  it('says what the server accepts when it refuses a key or a password', async () => {
    for (const fields of [{ privateKey: server.otherKey }, { privateKey: '', password: 'wrong' }]) {
      const { failure } = await checkSignedIn(fields);
      expect(failure).toMatchObject({
        code: 'auth.failed',
        phase: 'signIn',
        message: `The server refused to sign in ${server.username}. It accepts publickey.`,
      });
    }
  });

  it('reports the exit code of a command, and the signal that ended it', async () => {
    const exit = await checkSignedIn({ command: 'echo no; exit 3' });
    expect(exit.failure?.message).toBe('The command ended with the exit code 3, not 0.');
    expect(exit.details).toMatchObject({ exitCode: 3, output: 'no\n' });
    expect(await exit.evidence?.()).toMatchObject([
      { name: 'request', content: 'echo no; exit 3' },
      { content: 'no\n' },
    ]);
    expect((await checkSignedIn({ command: 'exit 3', exitCode: 3 })).failure).toBeNull();
    const killed = await checkSignedIn({ command: 'kill -TERM $$' });
    expect(killed.failure?.message).toBe('The command was ended by the signal SIGTERM.');
  });

  it('searches the first 64 KB of the output for the expected text', async () => {
    const missing = await checkSignedIn({ command: 'echo active', expect: 'inactive' });
    expect(missing.failure).toMatchObject({ code: 'expect.missing', phase: 'command', params: { readBytes: 7 } });
    const late = await checkSignedIn({ command: 'head -c 300000 /dev/zero; echo end', expect: 'end' });
    expect(late.failure).toMatchObject({ code: 'expect.missing', params: { reason: 'limit', readBytes: 300_004 } });
  });

  it('ends a command that takes too long', async () => {
    const { failure } = await checkSignedIn({ command: 'sleep 600', timeout: '500ms' }, { deadlineAfter: ['command'] });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'command' });
  });

  it('lists a folder by SFTP', async () => {
    const { failure, metrics, observed, phases } = await checkSignedIn({ path: folder });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ entries: 2 });
    expect(observed).toEqual(expect.objectContaining({ FILES: expect.arrayContaining(['a.tar', 'b.tar']) }));
    expect(Object.keys(phases)).toContain('sftp');
  });

  it('measures size and age of a file by SFTP', async () => {
    const { failure, metrics } = await checkSignedIn({ path: join(folder, 'a.tar') });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ fileSize: 1_234, fileAge: expect.closeTo(3_600, -2) });
  });

  it('reports a path that does not exist', async () => {
    const path = join(folder, 'c.tar');
    const { failure } = await checkSignedIn({ path });
    expect(failure?.message).toBe(`The server does not show ${path}: No such file`);
  });
});

describe('ssh', () => {
  let raw: RawServer | undefined;
  let server: Server | undefined;
  const { privateKey: hostKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

  afterEach(async () => {
    await raw?.dispose();
    server?.close();
    raw = server = undefined;
  });

  async function checkAgainst(onClient: (client: Connection) => void, fields: Omit<EndpointInput, 'kind'>) {
    const started = new Server({ hostKeys: [hostKey] }, (client) => onClient(client.on('error', () => {})));
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    const { port } = started.address() as AddressInfo;
    return checkOnce({ kind: 'ssh', host: '127.0.0.1', port, ...fields });
  }

  async function checkRaw(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    raw = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'ssh', host: '127.0.0.1', port: raw.port, ...fields });
    await raw.untilAllClosed();
    return outcome;
  }

  it('signs in with a password, also where the server asks for it', async () => {
    const byPassword = (context: AuthContext) => {
      const isRight = context.method === 'password' && context.password === 'right';
      if (isRight) context.accept();
      else context.reject(['password']);
    };
    const byQuestion = (context: AuthContext) => {
      if (context.method !== 'keyboard-interactive') {
        context.reject(['keyboard-interactive']);
        return;
      }
      context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
        if (answers[0] === 'right') context.accept();
        else context.reject();
      });
    };
    for (const decide of [byPassword, byQuestion]) {
      const check = (password: string) =>
        checkAgainst((client) => client.on('authentication', decide), { username: 'me', password });
      expect((await check('right')).failure).toBeNull();
      server?.close();
      expect((await check('wrong')).failure?.code).toBe('auth.failed');
      server?.close();
    }
  });

  it('says why a command is not run', async () => {
    const { failure } = await checkAgainst(
      (client) =>
        client.on('authentication', (context) => context.accept()).on('session', (_accept, reject) => reject()),
      { username: 'me', password: 'x', command: 'true' },
    );
    expect(failure).toMatchObject({ code: 'query.failed', message: expect.stringMatching(/^The server did not run/u) });
  });

  it('reads the exit code of a command that ends at once, in the packet that says that it runs', async () => {
    const { failure, details } = await checkRaw(
      (socket) => {
        const quick = new Server({ hostKeys: [hostKey] }, (client) => {
          client.on('error', () => {}).on('authentication', (context) => context.accept());
          client.on('session', (accept) =>
            accept().on('exec', (acceptCommand) => {
              socket.cork();
              const channel = acceptCommand();
              channel.write('done\n');
              channel.exit(3);
              channel.end();
              setImmediate(() => socket.uncork());
            }),
          );
        });
        quick.injectSocket(socket);
      },
      { username: 'me', password: 'x', command: 'false', exitCode: 3, expect: 'done' },
    );
    expect(failure).toBeNull();
    expect(details).toMatchObject({ exitCode: 3, output: 'done\n' });
  });

  it.each([
    ['closes at once', (socket: Socket) => socket.destroy(), 'connection.reset', 'greeting'],
    ['closes after its version', (socket: Socket) => socket.end('SSH-2.0-x\r\n'), 'connection.reset', 'keyExchange'],
    [
      'speaks HTTP',
      (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /^(?:protocol|connection)\./u,
      'greeting',
    ],
    ['speaks SSH 1', (socket: Socket) => socket.write('SSH-1.5-old\r\n'), 'protocol.error', 'keyExchange'],
  ])('fails for a server that %s', async (_, onConnection, code, phase) => {
    const { failure } = await checkRaw((socket) => void onConnection(socket));
    expect(failure?.code).toMatch(code);
    expect(failure?.phase).toBe(phase);
  });

  it('times out in the current phase', async () => {
    const silent = await checkRaw(() => {}, { timeout: '150ms' });
    expect(silent.failure).toMatchObject({ code: 'timeout', phase: 'greeting' });
    await raw?.dispose();
    const stuck = await checkRaw((socket) => socket.write('SSH-2.0-x\r\n'), { timeout: '150ms' });
    expect(stuck.failure).toMatchObject({ code: 'timeout', phase: 'keyExchange' });
  });

  it.each([
    ['ssh://admin@a.example', { port: 22, username: 'admin' }, 'ssh://a.example:22'],
    [
      'sftp://b:p@a.example:2222/var/backups',
      { port: 2222, username: 'b', password: 'p', path: '/var/backups' },
      'ssh://a.example:2222',
    ],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'ssh', ...endpoint }, target }]);
  });

  it('refuses invalid keys and fingerprints', async () => {
    const input = { kind: 'ssh', host: 'a.example' };
    await expect(checkOnce({ ...input, privateKey: 'ssh-ed25519 AAAA' })).rejects.toThrow('must be a private key');
    await expect(checkOnce({ ...input, hostKeys: ['MD5:00'] })).rejects.toThrow('must be a SHA-256 fingerprint');
  });
});
