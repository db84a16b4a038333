/** Steps with real servers: SMTP, Redis and OpenSSH. */
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import { PASSWORD, REDIS_PACKAGES, startRedis, type RedisServer } from '../../../../../test/servers/redis.ts';
import { SMTP_PACKAGES, startSmtp, type SmtpServer } from '../../../../../test/servers/smtp.ts';
import { SSHD_PACKAGES, startSshd, type SshServer } from '../../../../../test/servers/sshd.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...SMTP_PACKAGES, ...REDIS_PACKAGES, ...SSHD_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`tcp with real servers${reason}`, () => {
  let files: Certificates;
  let servers: readonly [SmtpServer, RedisServer, SshServer];

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    servers = await Promise.all([startSmtp(files.good), startRedis(files.good), startSshd()]);
  });
  afterAll(async () => {
    await Promise.all((servers ?? []).map((server) => server.dispose()));
    await files?.dispose();
  });

  it('converses with SMTP after STARTTLS', async () => {
    const { failure, phases, details } = await checkOnce({
      kind: 'tcp',
      host: 'localhost',
      port: servers[0].port,
      tls: 'starttls',
      starttls: 'smtp',
      steps: ['send EHLO lookout\\r\\n', 'expect /(?m)^250 \\w+/', 'send QUIT\\r\\n', 'expect 221 '],
    });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'starttls', 'tls', 'wait', 'transfer']);
    expect(details.tls?.authorized).toBe(true);
  });

  it('signs in to Redis, and sends back what it found', async () => {
    const { failure, observed } = await checkOnce({
      kind: 'tcp',
      host: '127.0.0.1',
      port: servers[1].port,
      send: `AUTH "${PASSWORD}"\\r\\n`,
      expect: '+OK',
      steps: [
        'send INFO server\\r\\n',
        'expect /redis_version:(?P<version>[0-9.]+)/',
        'send ECHO ${version}\\r\\n',
        'expect \\r\\n${version}\\r\\n',
      ],
    });
    expect(failure).toBeNull();
    expect(observed?.['CAPTURE']).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/u) });
  });

  it('reads the banner of OpenSSH', async () => {
    const input = {
      kind: 'tcp',
      host: '127.0.0.1',
      port: servers[2].port,
      steps: ['expect /^SSH-2\\.0-OpenSSH_(\\S+)/'],
    };
    const { failure, observed } = await checkOnce(input, { wanted: new Set(['BODY']) });
    expect(failure).toBeNull();
    expect(observed).toMatchObject({
      BODY: expect.stringMatching(/^SSH-2\.0-OpenSSH/u),
      CAPTURE: { 1: expect.any(String) },
    });
  });
});
