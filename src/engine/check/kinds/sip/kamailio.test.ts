/** The kind with Kamailio. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  certificates as createCertificates,
  OPENSSL_PACKAGES,
  type Certificates,
} from '../../../../../test/servers/certificates.ts';
import { KAMAILIO_PACKAGES, startKamailio, type Kamailio } from '../../../../../test/servers/kamailio.ts';
import { available } from '../../../../../test/servers/process.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...KAMAILIO_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`Kamailio${reason}`, () => {
  let certificates: Certificates;
  let server: Kamailio;

  beforeAll(async () => {
    certificates = await createCertificates();
    server = await startKamailio(certificates.good);
  });
  afterAll(async () => {
    await server?.dispose();
    await certificates?.dispose();
  });

  it.each(['udp', 'tcp', 'tls'] as const)('answers OPTIONS over %s', async (transport) => {
    const port = transport === 'tls' ? server.tlsPort : server.port;
    const fields = { kind: 'sip', host: 'localhost', port, transport, verifyTls: false };
    const { failure, details, observed } = await checkOnce(fields);
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status: 200, server: 'kamailio', allow: 'OPTIONS, INVITE' });
    expect(observed).toMatchObject({ STATUS: 200, HEADER: { 'content-length': '0' } });
  });

  it('does not know every user', async () => {
    const { failure } = await checkOnce({ kind: 'sip', host: '127.0.0.1', port: server.port, user: 'nobody' });
    expect(failure).toMatchObject({ code: 'sip.status', params: { status: 404 } });
  });
});
