import { describe, expect, it, test } from 'vitest';
import { FailureError } from '../../../base/failure-error.ts';
import { cutFailure, timeoutFailure, toFailure } from './failures.ts';

const systemError = (code: string, syscall = 'connect') =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall });

describe('toFailure', () => {
  it.each([
    ['ECONNREFUSED', 'connect.refused', undefined],
    ['EHOSTUNREACH', 'connect.unreachable', 'EHOSTUNREACH'],
    ['ENETUNREACH', 'connect.unreachable', 'ENETUNREACH'],
    ['EMFILE', 'local.exhausted', 'EMFILE'],
    ['ENFILE', 'local.exhausted', 'ENFILE'],
    ['ENOBUFS', 'local.exhausted', 'ENOBUFS'],
    ['ENOMEM', 'local.exhausted', 'ENOMEM'],
    ['EADDRNOTAVAIL', 'connect.failed', 'EADDRNOTAVAIL'],
    ['ECONNRESET', 'connection.reset', 'reset'],
    ['EPIPE', 'connection.reset', 'sending'],
    ['ETIMEDOUT', 'timeout', undefined],
    ['ESOMETHING', 'connect.failed', 'ESOMETHING'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls.handshake', 'version'],
    ['EPROTO', 'tls.handshake', 'other'],
  ])('%s is %s', (code, expected, reason) => {
    expect(toFailure(systemError(code), 'connect')).toEqual({
      code: expected,
      phase: 'connect',
      raw: `connect ${code}`,
      ...(reason === undefined ? {} : { params: { reason } }),
    });
  });

  it.each(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])(
    'does not blame this machine for a text that mentions %s',
    (code) => {
      // Its own calls failed otherwise, and the text may come from a certificate, a name or an answer.
      const quoting = Object.assign(new Error(`Host: ${code}.attacker.example`), {
        code: 'ECONNRESET',
        syscall: 'read',
      });
      expect(toFailure(quoting, 'tls')?.code).toBe('connection.reset');
      // This is not an error of a system call.
      expect(toFailure(Object.assign(new Error('What?'), { code }), 'wait')).toBeNull();
    },
  );

  it('says that the reason is unknown when the system gives none', () => {
    expect(toFailure(Object.assign(new Error('What?'), { syscall: 'connect' }), 'wait')).toEqual({
      code: 'connect.failed',
      params: { reason: 'unknown' },
      phase: 'wait',
      raw: 'What?',
    });
  });

  it.each([
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'notTls'],
    ['ERR_SSL_HTTP_REQUEST', 'notTls'],
    ['ERR_SSL_UNKNOWN_PROTOCOL', 'notTls'],
    ['ERR_SSL_TLSV1_ALERT_RECORD_OVERFLOW', 'notTls'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'version'],
    ['ERR_SSL_VERSION_TOO_LOW', 'version'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'clientCertificate'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'clientCertificate'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'clientCertificate'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'unknownName'],
    ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'alpn'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'cipher'],
    ['ERR_SSL_NO_SHARED_CIPHER', 'cipher'],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'weak'],
    ['ERR_SSL_CA_MD_TOO_WEAK', 'weak'],
    ['ERR_SSL_UNEXPECTED_EOF_WHILE_READING', 'unexpectedEnd'],
    ['ERR_TLS_SOMETHING', 'other'],
  ])('says why a handshake failed: %s is “%s”', (code, reason) => {
    const error = Object.assign(new Error('It failed.'), { code });
    expect(toFailure(error, 'tls')).toMatchObject({ code: 'tls.handshake', params: { reason } });
    const named = Object.assign(new Error(`write EPROTO: ${code}`), { code: 'EPROTO' });
    expect(toFailure(named, 'tls')).toMatchObject({ code: 'tls.handshake', params: { reason } });
  });

  it.each([
    ['EHOSTDOWN', 'connect.unreachable', 'EHOSTDOWN'],
    ['ENETDOWN', 'connect.unreachable', 'ENETDOWN'],
    ['EACCES', 'connect.failed', 'EACCES'],
    ['EPERM', 'connect.failed', 'EPERM'],
    ['EAFNOSUPPORT', 'connect.failed', 'EAFNOSUPPORT'],
    ['EINVAL', 'connect.failed', 'EINVAL'],
    ['ECONNABORTED', 'connection.reset', 'aborted'],
    ['ENOTCONN', 'connection.reset', 'closed'],
  ])('knows %s also from a text of a library', (code, expected, reason) => {
    const error = Object.assign(new Error('What?'), { code });
    expect(toFailure(error, 'wait')).toMatchObject({ code: expected, params: { reason }, raw: `${code}: What?` });
  });

  it('does not report a bug as a failure', () => {
    expect(toFailure(new TypeError('x is undefined'), 'wait')).toBeNull();
    expect(toFailure(Object.assign(new Error('bad'), { code: 'ERR_INVALID_ARG_TYPE' }), 'wait')).toBeNull();
    expect(toFailure('text', 'wait')).toBeNull();
  });

  it('keeps a known phase, and has none for a failure that an answer reports', () => {
    const failureOf = (failure: FailureError['failure']) => toFailure(new FailureError(failure), 'wait');
    expect(failureOf({ code: 'dns.failed', phase: 'dns' })?.phase).toBe('dns');
    expect(failureOf({ code: 'connection.reset' })?.phase).toBe('wait');
    expect(failureOf({ code: 'http.badRedirect' })).not.toHaveProperty('phase');
  });

  it("leaves out the parts of OpenSSL's errors that change from run to run", () => {
    const text = '40BDA88A727F0000:error:0A00010B:SSL routines:f:wrong version number:../deps/openssl/x.c:77:\n';
    const error = Object.assign(new Error(text), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
    expect(toFailure(error, 'tls')).toEqual({
      code: 'tls.handshake',
      params: { reason: 'notTls' },
      phase: 'tls',
      raw: 'ERR_SSL_WRONG_VERSION_NUMBER: error:0A00010B:SSL routines:f:wrong version number',
    });
    // Only at the start: elsewhere it is what a server sent.
    const quoted = `It said ${text}`;
    expect(toFailure(Object.assign(new Error(quoted), { code: 'EPROTO' }), 'tls')?.raw).toBe(`EPROTO: ${quoted}`);
  });
});

test('timeoutFailure says how long the deadline was, and what the check was waiting for', () => {
  expect(timeoutFailure(10_000, 'wait')).toEqual({ code: 'timeout', params: { timeoutMs: 10_000 }, phase: 'wait' });
  expect(timeoutFailure(200, undefined, { readBytes: 4, expected: '+OK' })).toEqual({
    code: 'timeout',
    params: { timeoutMs: 200, readBytes: 4, expected: '+OK' },
  });
});

test('timeoutFailure knows no phase before the first one began', () => {
  expect(timeoutFailure(200, undefined)).not.toHaveProperty('phase');
});

test('cutFailure adds nothing to a failure', () => {
  expect(cutFailure({ code: 'a.b', phase: 'wait' }, 10)).toEqual({ code: 'a.b', phase: 'wait' });
  const params = { list: [{ code: 'c.d' }] };
  expect(cutFailure({ code: 'a.b', params }, 10)).toEqual({ code: 'a.b', params });
});

test('cutFailure bounds every text and list of a failure', () => {
  const long = 'x'.repeat(500);
  const names = Array.from({ length: 50 }, () => long);
  const { code, params, raw } = cutFailure({ code: 'a.b', params: { long, names, count: 3 }, raw: long }, 10);
  const short = `${'x'.repeat(9)}…`;
  expect({ code, params, raw }).toEqual({
    code: 'a.b',
    params: { long: short, names: Array.from({ length: 20 }, () => short), count: 3 },
    raw: short,
  });
});
