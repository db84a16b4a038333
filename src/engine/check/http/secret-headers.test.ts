import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayLeaveOrigin, SECRET_HEADERS } from './secret-headers.ts';

const pattern = new RegExp(SECRET_HEADERS, 'iu');

const SECRET = [
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'Ocp-Apim-Subscription-Key',
  'X-Functions-Key',
  'X_API_KEY',
  'X-Api-Key',
  'apikey',
  'DD-APPLICATION-KEY',
  'DD-API-KEY',
  'X-Auth',
  'X-Auth-User',
  'X-JWT',
  'X-JWT-Assertion',
  'Private-Token',
  'X-Vault-Token',
  'X-Amz-Security-Token',
  'X-CSRFToken',
  'X-XSRF',
  'CF-Access-Client-Secret',
  'X-Vercel-Protection-Bypass',
  'X-Hub-Signature-256',
  'X-Sig',
  'X-Password',
  'X-Passphrase',
  'X-PWD',
  'PHPSESSID',
  'X-Session-Id',
  'X-SID',
  'X-OTP',
  'X-TOTP',
  'X-PAT',
  'X-Goog-Api-Key',
  'X-Shopify-Access-Token',
  'X-Plex-Token',
  'Circle-Token',
  'Fastly-Key',
  'X-License',
  'Authentication',
  'X-Authorisation',
];
const SHOWN = [
  'Accept',
  'Accept-Language',
  'Access-Control-Request-Method',
  'Author',
  'Cache-Control',
  'Connection',
  'Content-Type',
  'Host',
  'If-None-Match',
  'Keep-Alive',
  'Origin',
  'Prefer',
  'Range',
  'Referer',
  'SOAPAction',
  'traceparent',
  'User-Agent',
  'X-Forwarded-For',
  'X-Keyword',
  'X-Request-Id',
  'X-Requested-With',
  'X-Spin',
  'X-Tenant',
];

describe('SECRET_HEADERS', () => {
  it.each(SECRET)('seals %s', (name) => expect(pattern.test(name)).toBe(true));

  it.each(SHOWN)('shows %s', (name) => expect(pattern.test(name)).toBe(false));

  it('seals every name that it sealed before', () => {
    const words = 'authorization cookie token secret passw credential session signature';
    const keys = ['api', 'auth', 'access', 'private'].flatMap((word) => [`${word}key`, `${word}-key`]);
    const before = fc.mixedCase(fc.constantFrom(...words.split(' '), ...keys));
    const name = fc.tuple(fc.string(), before, fc.string());
    fc.assert(
      fc.property(name, (parts) => {
        expect(parts.join('')).toMatch(pattern);
      }),
    );
  });
});

describe('mayLeaveOrigin', () => {
  it.each([...SECRET, 'Origin', 'Referer', 'X-Tenant', 'Host'])('keeps %s', (name) => {
    expect(mayLeaveOrigin(name, new Set())).toBe(false);
  });

  it('sends headers about the response, such as Accept, unless they are marked as secret', () => {
    expect(mayLeaveOrigin('Accept', new Set())).toBe(true);
    expect(mayLeaveOrigin('User-Agent', new Set(['accept']))).toBe(true);
    expect(mayLeaveOrigin('User-Agent', new Set(['user-agent']))).toBe(false);
  });
});
