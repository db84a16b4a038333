import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../engine/settings/settings.ts';
import { diagnosticsText, redact } from './diagnostics.ts';

describe('redact', () => {
  it.each([
    ['GET https://me:hunter2@example.org/a failed', 'GET https://…@example.org/a failed'],
    ['https://example.org/a?token=hunter2&x=1#top', 'https://example.org/a?…#top'],
    ['Authorization: Bearer hunter2', 'Authorization: …'],
    ["{ authorization: 'Basic hunter2', port: 80 }", '{ authorization: …, port: 80 }'],
    ['"x-api-key": "hunter2, still hunter2"', '"x-api-key": …'],
    ['DB_PASSWORD=hunter2', 'DB_PASSWORD=…'],
    ['Set-Cookie: id=hunter2; Path=/', 'Set-Cookie: …; Path=/'],
    ['sent Bearer hunter2.abc-_~', 'sent Bearer …'],
    ['/home/someone/.local/share/lookout', '~/.local/share/lookout'],
  ])('%s', (text, expected) => {
    expect(redact(text, '/home/someone')).toBe(expected);
  });

  it('keeps what is not secret', () => {
    const text = 'http://127.0.0.1:8080/health answered 503 after 12 ms { queued: 0, at: 12:30 }';
    expect(redact(text, '/root')).toBe(text);
    expect(redact('a/b', '/')).toBe('a/b');
  });
});

it('contains versions, settings, health and the end of the log', () => {
  const text = diagnosticsText({
    now: Date.UTC(2026, 0, 2),
    versions: { electron: '45.4.1' },
    system: 'linux 6.1 x64',
    host: {
      kind: 'desktop',
      version: '1.2.3',
      platform: 'linux',
      dataDir: '/home/someone/data',
      configFile: null,
      features: ['tray'],
    },
    settings: DEFAULT_SETTINGS,
    endpoints: { up: 3 },
    health: null,
    log: 'warn  Odd { url: "https://a:hunter2@b/" }\n',
    home: '/home/someone',
  });
  expect(text).toMatch(/^Lookout 1\.2\.3 on linux 6\.1 x64, 2026-01-02T00:00:00\.000Z\n/);
  for (const part of ['"electron": "45.4.1"', '"maxConcurrent": 500', '"up": 3', '~/data', 'https://…@b/']) {
    expect(text).toContain(part);
  }
  expect(text).not.toMatch(/hunter2|someone/);
});
