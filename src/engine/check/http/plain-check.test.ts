/** A check without TLS does no work for TLS: the first context of a process reads the system's authorities, some 60 ms. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';
import { afterEach, expect, it, vi } from 'vitest';
import { checkOnce } from '../testing/check-once.ts';

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

it('makes no TLS context for an unencrypted check', async () => {
  const create = vi.spyOn(tls, 'createSecureContext');
  syncBuiltinESMExports();
  const server = createServer((_, response) => void response.end('OK'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    expect(await checkOnce({ kind: 'http', url: `http://127.0.0.1:${port}/` })).toMatchObject({ failure: null });
    expect(create).not.toHaveBeenCalled();
    // The spy does notice one.
    await checkOnce({ kind: 'http', url: `https://127.0.0.1:${port}/` });
    expect(create).toHaveBeenCalled();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
