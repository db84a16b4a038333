import { describe, expect, it } from 'vitest';
import { FailureError } from '../../base/failure-error.ts';
import { timeoutFailure, toFailure } from './failures.ts';

const systemError = (code: string, syscall = 'connect') =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall });

describe('toFailure', () => {
  it.each([
    ['ECONNREFUSED', 'connect.refused'],
    ['EHOSTUNREACH', 'connect.unreachable'],
    ['ENETUNREACH', 'connect.unreachable'],
    ['EMFILE', 'connect.failed'],
    ['EADDRNOTAVAIL', 'connect.failed'],
    ['ECONNRESET', 'connection.reset'],
    ['EPIPE', 'connection.reset'],
    ['ETIMEDOUT', 'timeout'],
    ['ESOMETHING', 'connect.failed'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls.handshake'],
    ['EPROTO', 'tls.handshake'],
  ])('%s is %s', (code, expected) => {
    const failure = toFailure(systemError(code), 'connect');
    expect(failure).toMatchObject({ code: expected, phase: 'connect', raw: `connect ${code}` });
    expect(failure?.message).toMatch(/^[A-Z].*\.$/u);
  });

  it('takes no bug for a failure', () => {
    expect(toFailure(new TypeError('x is undefined'), 'wait')).toBeNull();
    expect(toFailure(Object.assign(new Error('bad'), { code: 'ERR_INVALID_ARG_TYPE' }), 'wait')).toBeNull();
    expect(toFailure('text', 'wait')).toBeNull();
  });

  it('keeps a phase that is known, and gives none to what an answer says', () => {
    const failureOf = (failure: FailureError['failure']) => toFailure(new FailureError(failure), 'wait');
    expect(failureOf({ code: 'dns.failed', message: 'No.', phase: 'dns' })?.phase).toBe('dns');
    expect(failureOf({ code: 'connection.reset', message: 'No.' })?.phase).toBe('wait');
    expect(failureOf({ code: 'http.badRedirect', message: 'No.' })).not.toHaveProperty('phase');
  });

  it("leaves out of OpenSSL's errors what changes from run to run", () => {
    const text = '40BDA88A727F0000:error:0A00010B:SSL routines:f:wrong version number:../deps/openssl/x.c:77:\n';
    const error = Object.assign(new Error(text), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
    expect(toFailure(error, 'tls')).toEqual({
      code: 'tls.handshake',
      message: 'What answered does not speak TLS.',
      phase: 'tls',
      raw: 'ERR_SSL_WRONG_VERSION_NUMBER: error:0A00010B:SSL routines:f:wrong version number',
    });
  });
});

describe('timeoutFailure', () => {
  it.each([
    [10_000, 'wait', 'No answer within 10 s: connected, but the server sent nothing.'],
    [90_500, 'dns', 'No answer within 1 m 30 s 500 ms: no DNS server answered for the name.'],
    [200, 'connect', 'No answer within 200 ms: the connection was not accepted.'],
    [1_000, 'tls', 'No answer within 1 s: connected, but the TLS handshake did not end.'],
    [1_000, 'transfer', 'No answer within 1 s: the answer began, but did not end.'],
  ] as const)('after %d ms in %s', (timeout, phase, message) => {
    expect(timeoutFailure(timeout, phase)).toEqual({ code: 'timeout', message, phase });
  });
});
