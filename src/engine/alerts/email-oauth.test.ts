/** Mail with OAuth2: a token server and a mail server on loopback. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../test/servers/certificates.ts';
import { available } from '../../../test/servers/process.ts';
import { parseChannel } from './channel-registry.ts';
import { startChannelServer, type ChannelServer } from './testing/channel-server.ts';
import { startOAuthSmtpServer, type OAuthSmtpServer } from './testing/oauth-smtp-server.ts';
import { sendThrough } from './testing/send-through.ts';

const openssl = available(OPENSSL_PACKAGES);

describe.skipIf(openssl.skip)(`email with OAuth2${openssl.reason}`, () => {
  let files: Certificates;
  beforeAll(async () => {
    files = await certificates();
  });
  afterAll(() => files?.dispose());

  async function setUp() {
    const mail = await startOAuthSmtpServer(files.good);
    const tokens = await startChannelServer();
    let issued = 0;
    tokens.answer = () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: `access-${(issued += 1)}`, token_type: 'Bearer', expires_in: 3_600 }),
    });
    return { mail, tokens };
  }

  const channel = (mail: OAuthSmtpServer, tokens: ChannelServer, more: object = {}) => ({
    kind: 'email',
    host: '127.0.0.1',
    port: mail.port,
    verifyTls: false,
    username: 'lookout@example.org',
    refreshToken: 'refresh-1',
    clientId: 'client-1',
    clientSecret: 'secret-1',
    tokenUrl: `${tokens.url}/token`,
    from: 'lookout@example.org',
    to: 'ops@example.org',
    ...more,
  });

  test('requests an access token once, and signs in with it after STARTTLS', async () => {
    const { mail, tokens } = await setUp();
    expect(await sendThrough(channel(mail, tokens, { scope: 'mail.send' }))).toEqual({
      outcome: 'delivered',
      answer: '250 2.0.0 kept',
    });
    const [request] = tokens.received;
    expect(request).toMatchObject({ method: 'POST', path: '/token' });
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      client_id: 'client-1',
      client_secret: 'secret-1',
      refresh_token: 'refresh-1',
      grant_type: 'refresh_token',
      scope: 'mail.send',
    });
    expect(mail.tokens).toEqual([{ user: 'lookout@example.org', token: 'access-1' }]);
    expect(mail.mails[0]).toContain('Subject: Shop is down');
    expect(mail.inClear).toEqual([]);
    // The token is valid for an hour.
    expect((await sendThrough(channel(mail, tokens, { scope: 'mail.send' }))).outcome).toBe('delivered');
    expect(tokens.received).toHaveLength(1);
    expect(mail.tokens.map(({ token }) => token)).toEqual(['access-1', 'access-1']);
  });

  test('requests another token when the mail server refuses the one it has', async () => {
    const { mail, tokens } = await setUp();
    expect((await sendThrough(channel(mail, tokens))).outcome).toBe('delivered');
    mail.accepts = (token) => token !== 'access-1';
    expect((await sendThrough(channel(mail, tokens))).outcome).toBe('delivered');
    expect(mail.tokens.map(({ token }) => token)).toEqual(['access-1', 'access-1', 'access-2']);
  });

  test('fails for good when the token server refuses the refresh token, and is tried again when that server has a problem', async () => {
    const { mail, tokens } = await setUp();
    tokens.answer = () => ({ status: 400, body: '{"error":"invalid_grant","error_description":"expired"}' });
    expect(await sendThrough(channel(mail, tokens))).toEqual({ outcome: 'final', answer: 'invalid_grant: expired' });
    tokens.answer = () => ({ status: 503, body: '{"error":"temporarily_unavailable"}' });
    expect((await sendThrough(channel(mail, tokens))).outcome).toBe('retry');
    tokens.answer = () => ({ status: 502, body: 'no JSON' });
    expect((await sendThrough(channel(mail, tokens))).outcome).toBe('retry');
    expect((await sendThrough(channel(mail, tokens, { tokenUrl: 'http://127.0.0.1:1/token' }))).outcome).toBe('retry');
  });

  test('fails for good when the mail server refuses every token', async () => {
    const { mail, tokens } = await setUp();
    mail.accepts = () => false;
    expect(await sendThrough(channel(mail, tokens))).toMatchObject({
      outcome: 'final',
      answer: expect.stringContaining('535') as string,
    });
  });
});

test('a refresh token needs a user name, a client ID and a token URL', () => {
  const mail = { kind: 'email', name: 'a', host: 'a', from: 'a@b', to: 'a@b', refreshToken: 'x' };
  const read = parseChannel(mail);
  expect(read.ok ? [] : read.issues).toMatchObject(
    ['username', 'tokenUrl', 'clientId'].map((path) => ({ code: 'required', path })),
  );
  expect(parseChannel({ ...mail, username: 'a', clientId: 'b', tokenUrl: 'https://example.org/token' }).ok).toBe(true);
});
