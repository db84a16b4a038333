import { describe, expect, it } from 'vitest';
import { RequestError } from '../../engine/base/request-error.ts';
import { answerRequest, engineChannels, hostChannels, isTrustedSender } from './page-requests.ts';

describe('isTrustedSender', () => {
  const url = 'app://lookout/index.html#/health';

  it('trusts the main frame of the page', () => {
    expect(isTrustedSender({ url, parent: null }, null)).toBe(true);
    expect(isTrustedSender({ url: 'http://localhost:5173/', parent: null }, 'http://localhost:5173')).toBe(true);
  });

  it('does not trust frames inside the page, whatever their address', () => {
    expect(isTrustedSender({ url, parent: {} }, null)).toBe(false);
  });

  it('does not trust other pages and frames that are gone', () => {
    expect(isTrustedSender({ url: 'https://example.org/', parent: null }, null)).toBe(false);
    expect(isTrustedSender({ url: 'about:blank', parent: null }, null)).toBe(false);
    expect(isTrustedSender({ url: 'http://localhost:5173/', parent: null }, null)).toBe(false);
    expect(isTrustedSender({ url: '', parent: null }, null)).toBe(false);
    expect(isTrustedSender(null, null)).toBe(false);
  });
});

describe('answerRequest', () => {
  it('returns the answer', async () => {
    const answer = await answerRequest(
      'endpoints.pause',
      async () => ['a'],
      () => {},
    );
    expect(answer).toEqual({ ok: true, answer: ['a'] });
  });

  it('returns a refusal as data that can be copied', async () => {
    const issues = [{ path: 'ids', code: 'type', params: { reason: 'array' } }];
    const refuse = () => Promise.reject(new RequestError('invalid', {}, issues));
    const answer = await answerRequest('endpoints.pause', refuse, () => {});
    expect(structuredClone(answer)).toEqual({
      ok: false,
      failure: { code: 'invalid', reason: 'invalid', issues },
    });
  });

  it('logs a bug with its details, and says only that there was one', async () => {
    const bug = new TypeError('undefined is not a function in /home/someone/secret');
    const logged: unknown[] = [];
    const answer = await answerRequest(
      'health.get',
      () => Promise.reject(bug),
      (level, _message, facts) => logged.push(level, facts),
    );
    expect(answer).toMatchObject({ ok: false, failure: { code: 'internal', issues: [] } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(logged).toEqual(['error', { channel: 'health.get', error: bug }]);
  });
});

it('has the channels of the contract', () => {
  expect(engineChannels).toContain('app.snapshot');
  expect(hostChannels).toContain('host.openLogs');
  expect(new Set([...engineChannels, ...hostChannels]).size).toBe(engineChannels.length + hostChannels.length);
});
