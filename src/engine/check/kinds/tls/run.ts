/** One check of a TLS endpoint: connect, ask for TLS if the protocol needs it, shake hands, look at the certificates. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Certificate, CheckOutcome } from '../../../../contract/model/check.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { EpochMs, Ms } from '../../../../contract/model/units.ts';
import type { CheckContext } from '../../kind.ts';
import { toFamily } from '../../fields/family.ts';
import { connectTcp } from '../../net/connect/connect.ts';
import { secureSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { requestTls } from '../../net/starttls/starttls.ts';
import { tlsFailure } from './failures.ts';
import type { TlsFields } from './fields.ts';
import { DAY_MS } from '../../fields/expiry.ts';

/** Runs one check, from the name to the end of the handshake. */
export function run(fields: TlsFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<CheckOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { host, port, family, starttls, serverName } = fields;
    const socket = await connectTcp(probe, { host, port, family: toFamily(family) });
    try {
      if (starttls !== 'none') await requestTls(probe, socket, starttls);
      const secured = await secureSocket(probe, socket, { ...fields, host: serverName === '' ? host : serverName });
      probe.watch.pause();
      secured.destroy();
    } finally {
      socket.destroy();
      // A refused chain is shown too.
      describe(probe, Date.now());
    }
    return judge(probe, fields, Date.now());
  });
}

function describe({ details, metrics, observed }: Probe, now: EpochMs): void {
  const { tls } = details;
  const [own] = tls?.chain ?? [];
  if (tls === undefined || own === undefined) return;
  const last = soonest(sent(tls.chain)) ?? own;
  metrics['daysLeft'] = daysLeft(own, now);
  metrics['chainDaysLeft'] = daysLeft(last, now);
  details['issuer'] = own.issuer;
  details['expiresAt'] = own.validTo;
  observed['ISSUER'] = own.issuer;
  observed['SUBJECT'] = own.subject;
  observed['NAMES'] = own.names.map((name) => name.replace(/^(?:DNS|IP Address):/u, ''));
  observed['FINGERPRINT'] = own.fingerprint;
  observed['CHAIN'] = tls.chain.map((certificate) => {
    const { subject, issuer, fingerprint } = certificate;
    return { subject, issuer, fingerprint, daysLeft: daysLeft(certificate, now) };
  });
  observed['CIPHER'] = tls.cipher;
}

/** A certificate that has expired is a failure of the handshake, unless the endpoint does not verify it. */
function judge(probe: Probe, { warnBefore, failBefore }: TlsFields, now: EpochMs): Failure | null {
  const chain = probe.details.tls?.chain ?? [];
  const certificate = soonest(sent(chain));
  if (certificate === undefined) return null;
  const within = (limitMs: Ms | null) => limitMs !== null && certificate.validTo - now < limitMs;
  const failure = (limitMs: Ms | null) => {
    const subject = certificate === chain[0] ? null : certificate.subject;
    return tlsFailure('tls.expiresSoon', { expiresOn: certificate.validTo, limitMs, subject }, { phase: 'tls' });
  };
  if (within(failBefore)) return failure(failBefore);
  if (within(warnBefore)) probe.warning = failure(warnBefore);
  return null;
}

/** The chain without an authority at its top: that one is of this machine, and nobody can renew it on the server. */
function sent(chain: readonly Certificate[]): readonly Certificate[] {
  return chain.filter(({ subject, issuer }, index) => index === 0 || subject !== issuer);
}

function soonest(chain: readonly Certificate[]): Certificate | undefined {
  return chain.toSorted((a, b) => a.validTo - b.validTo)[0];
}

/** Negative when it has expired. With one decimal place: more is noise. */
function daysLeft({ validTo }: Certificate, now: EpochMs): number {
  return Math.floor(((validTo - now) / DAY_MS) * 10) / 10;
}
