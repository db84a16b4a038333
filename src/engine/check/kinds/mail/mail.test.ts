/** Mail round trips: sent to Debian's aiosmtpd, read from Debian's Dovecot. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { DOVECOT_PACKAGES, startDovecot, type Dovecot } from '../../../../../test/servers/dovecot.ts';
import { available } from '../../../../../test/servers/process.ts';
import { SMTP_PACKAGES, startSmtp, type SmtpServer } from '../../../../../test/servers/smtp.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...SMTP_PACKAGES, ...DOVECOT_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`mail by aiosmtpd and Dovecot${reason}`, () => {
  let files: Certificates;
  let imap: Dovecot;
  let smtp: SmtpServer;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    imap = await startDovecot(files.good);
    smtp = await startSmtp(files.good, { into: imap.maildir });
  });

  afterAll(async () => {
    await Promise.all([smtp?.dispose(), imap?.dispose()]);
    await files?.dispose();
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    const input = {
      kind: 'mail',
      host: '127.0.0.1',
      port: smtp.port,
      imapPort: imap.ports.imaps,
      username: 'me',
      password: 'right',
      to: 'me@example.org',
      ...fields,
    };
    return checkOnce(input, options);
  }

  it('sends an email, sees it arrive, and deletes it', async () => {
    const { failure, metrics, phases, details, observed } = await check();
    expect(failure).toBeNull();
    expect(metrics['delivery']).toBeGreaterThan(0);
    expect(Object.keys(phases)).toEqual(['connect', 'tls', 'greeting', 'signIn', 'send', 'delivery']);
    expect(details).toMatchObject({ reply: expect.stringMatching(/^250 /u), remoteAddress: `127.0.0.1:${smtp.port}` });
    expect(details).not.toHaveProperty('server');
    expect(observed).toEqual({ BODY: details['reply'] });
    const left = await Promise.all(['new', 'cur'].map((folder) => readdir(join(imap.maildir, folder))));
    expect(left.flat()).toEqual([]);
  });

  it('says at which server it failed', async () => {
    const reading = await check({ imapPassword: 'wrong' });
    expect(reading.failure).toMatchObject({ code: 'auth.failed', phase: 'signIn' });
    expect(reading.details['server']).toBe(`imap://127.0.0.1:${imap.ports.imaps}`);
    const sending = await check({ password: 'wrong', imapPassword: 'right' });
    expect(sending.failure).toMatchObject({ code: 'auth.failed', phase: 'signIn' });
    expect(sending.details['server']).toBe(`smtp://127.0.0.1:${smtp.port}`);
    const refusing = await check({ to: 'nobody@example.org' });
    expect(refusing.failure).toMatchObject({ code: 'mail.refused', params: { command: 'RCPT TO' } });
  });

  it('fails when the email does not arrive in time', async () => {
    // This server keeps the email for itself.
    const other = await startSmtp(files.good);
    const plain = { tls: 'off', username: '', imapTls: 'off', imapPort: imap.ports.imap, imapUsername: 'me' };
    const { failure, details } = await check(
      { ...plain, port: other.port, timeout: '1s' },
      { deadlineAfter: ['delivery'] },
    );
    await other.dispose();
    expect(failure).toMatchObject({ code: 'timeout', phase: 'delivery' });
    expect(details['reply']).toMatch(/^250 /u);
  });

  it('is refused without a recipient', async () => {
    await expect(check({ to: '' })).rejects.toThrow('Recipient must be an email address');
  });

  it('reads targets', () => {
    expect(parseTarget('mail+smtp://me:x@smtp.example.org/probe@example.org')).toMatchObject([
      {
        endpoint: { kind: 'mail', port: 587, username: 'me', password: 'x', to: 'probe@example.org' },
        target: 'mail+smtp://smtp.example.org:587/probe@example.org',
      },
    ]);
  });
});
