/** The kind with OpenSMTPD. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  canRunOpenSmtpd,
  OPENSMTPD_PACKAGES,
  startOpenSmtpd,
  type OpenSmtpd,
} from '../../../../../test/servers/opensmtpd.ts';
import { available } from '../../../../../test/servers/process.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available(OPENSMTPD_PACKAGES);
const isPermitted = !skip && (await canRunOpenSmtpd());

describe.skipIf(!isPermitted)(`OpenSMTPD${skip ? reason : ' (needs root)'}`, () => {
  let server: OpenSmtpd;

  beforeAll(async () => {
    server = await startOpenSmtpd();
  });
  afterAll(() => server?.dispose());

  const check = (fields: object = {}) =>
    checkOnce({ kind: 'smtp', host: '127.0.0.1', port: server.port, tls: 'off', ...fields });

  it('greets, and says what it offers', async () => {
    const { failure, details } = await check();
    expect(failure).toBeNull();
    expect(details).toMatchObject({ greeting: expect.stringContaining('mail.example.org ESMTP OpenSMTPD') });
    expect(details['capabilities']).toEqual(expect.arrayContaining(['8BITMIME', 'ENHANCEDSTATUSCODES', 'DSN']));
  });

  it('accepts one recipient, and no other', async () => {
    const to = 'postmaster@example.org';
    const { failure, details } = await check({ to });
    expect([failure, details['reply']]).toEqual([null, expect.stringMatching(/^250 2\.1\.5 /u)]);
    expect((await check({ to: 'nobody@other.example' })).failure?.code).toBe('mail.refused');
  });

  it('delivers an email', async () => {
    const { failure } = await check({ to: 'postmaster@example.org', from: 'lookout@example.org', sendMail: true });
    expect(failure).toBeNull();
    const folder = join(server.maildir, 'new');
    const mails = () => readdir(folder).catch(() => []);
    await expect.poll(mails).toHaveLength(1);
    const [name = ''] = await mails();
    expect(await readFile(join(folder, name), 'utf8')).toContain('Subject: Lookout check');
  });

  it('offers no encryption here', async () => {
    expect((await check({ tls: 'starttls' })).failure?.code).toBe('starttls.refused');
  });
});
