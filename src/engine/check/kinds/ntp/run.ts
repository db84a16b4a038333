/** One check of an NTP endpoint: ask for the time once, and compare it with this machine's. */
import { randomBytes } from 'node:crypto';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { toFamily } from '../../fields/family.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { addressesOf } from '../../net/dns/addresses-of.ts';
import { askDatagrams } from '../../net/connect/ask-datagrams.ts';
import { formatAddress } from '../../net/address/format-address.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { ntpFailure } from './failures.ts';
import type { NtpFields } from './fields.ts';
import { decodeAnswer, encodeRequest, type NtpAnswer } from './packet.ts';

const NONCE_BYTES = 8;
const UNSYNCHRONIZED = 16;

/** Runs one check. */
export function run(fields: NtpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { host, port, family } = fields;
    const addresses = await addressesOf(probe, host, toFamily(family));
    const servers = addresses.map(({ address }) => ({ address, port }));
    probe.watch.enter('wait');
    const nonce = randomBytes(NONCE_BYTES);
    const sentAt = preciseNow();
    const startedAt = performance.now();
    const read = (packet: Buffer) => {
      const answer = decodeAnswer(packet, nonce, sentAt);
      if (answer !== 'invalid') return answer === null ? null : { answer, roundTripMs: performance.now() - startedAt };
      throw new FailureError(failureOf('protocol.error', {}, { raw: `A packet of ${packet.length} bytes` }));
    };
    const { answer: found, server } = await askDatagrams(servers, encodeRequest(nonce), read, probe.signal);
    probe.watch.pause();
    probe.details.remoteAddress = formatAddress(server.address, server.port);
    const { answer, roundTripMs } = found;
    const offset = describe(probe, answer, sentAt, sentAt + roundTripMs);
    return judge(probe, fields, answer, offset);
  });
}

/**
 * Epoch milliseconds with fractions, which `Date.now` does not have. The other clock does not follow when the system's
 * clock is set.
 */
function preciseNow(): number {
  const [rough, precise] = [Date.now(), performance.timeOrigin + performance.now()];
  return Math.abs(precise - rough) < 2 ? precise : rough + 0.5;
}

/** @returns by how much the server's clock is ahead, in milliseconds (RFC 5905, 8) */
function describe({ details, metrics, observed }: Probe, answer: NtpAnswer, t1: number, t4: number): number {
  const { stratum, leap, reference, referenceAt, receivedAt, sentAt } = answer;
  const offset = round((receivedAt - t1 + (sentAt - t4)) / 2);
  details['reference'] = reference;
  details['leap'] = leap;
  if (referenceAt !== null) details['referenceAt'] = Math.round(referenceAt);
  metrics['stratum'] = stratum;
  observed['STRATUM'] = stratum;
  observed['REFERENCE'] = reference;
  observed['LEAP'] = leap;
  if (Number.isNaN(offset)) return 0;
  metrics['offset'] = offset;
  metrics['delay'] = round(Math.max(0, t4 - t1 - (sentAt - receivedAt)));
  metrics['rootDelay'] = round(answer.rootDelayMs);
  metrics['rootDispersion'] = round(answer.rootDispersionMs);
  return offset;
}

/** To microseconds. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** What is wrong with the server's clock; null: nothing. */
function judge(
  probe: Probe,
  { maxOffset, warnOffset, maxStratum }: NtpFields,
  { stratum, leap, reference }: NtpAnswer,
  offset: number,
): Failure | null {
  if (stratum === 0) return ntpFailure('ntp.refused', { kiss: reference });
  if (leap === 'unsynchronized' || stratum >= UNSYNCHRONIZED) return ntpFailure('ntp.unsynchronized', {});
  if (stratum > maxStratum) return ntpFailure('ntp.stratum', { stratum, max: maxStratum });
  const offsetMs = Math.abs(offset);
  if (maxOffset !== null && offsetMs > maxOffset) return ntpFailure('ntp.offset', { offsetMs, maxMs: maxOffset });
  if (warnOffset !== null && offsetMs > warnOffset) {
    probe.warning = ntpFailure('ntp.offset', { offsetMs, maxMs: warnOffset });
  }
  return null;
}
