/** The placeholders that every kind has, and their values for one check. */
import type { PlaceholderDescriptor } from '../contract/descriptor.ts';
import type { CheckOutcome } from '../contract/model/check.ts';
import type { ObservedValues } from '../contract/model/condition.ts';
import type { EpochMs } from '../contract/model/units.ts';

export const COMMON_PLACEHOLDERS = [
  { name: 'RESPONSE_TIME', meaning: 'the duration of the check in milliseconds' },
  { name: 'CONNECTED', meaning: 'whether the endpoint accepted the connection' },
  { name: 'IP', meaning: 'the address that answered' },
  { name: 'PHASE', meaning: 'the duration of a phase in milliseconds', parts: 'names' },
  { name: 'METRIC', meaning: 'a metric of the kind', parts: 'names' },
  { name: 'CERTIFICATE_EXPIRATION', meaning: 'how long the certificate is still valid, in milliseconds' },
  { name: 'TLS_VERSION', meaning: 'the version of TLS, such as TLSv1.3' },
] as const satisfies readonly PlaceholderDescriptor[];

/** @param now when the check ended */
export function commonValues(outcome: CheckOutcome, now: EpochMs): ObservedValues {
  const { durationMs, phases, metrics, details, failure } = outcome;
  const { remoteAddress, tls } = details;
  const [leaf] = tls?.chain ?? [];
  const connected = remoteAddress === undefined ? failure === null : failure?.code.startsWith('tls.') !== true;
  return {
    RESPONSE_TIME: Math.round(durationMs * 10) / 10,
    CONNECTED: connected,
    IP: remoteAddress === undefined ? undefined : addressOf(remoteAddress),
    PHASE: phases,
    METRIC: metrics,
    CERTIFICATE_EXPIRATION: leaf === undefined ? undefined : leaf.validTo - now,
    TLS_VERSION: tls?.protocol,
  };
}

/** `192.0.2.7:443` and `[2001:db8::7]:443` without the port. */
function addressOf(remote: string): string {
  return remote.replace(/:\d+$/u, '').replace(/^\[(.*)\]$/u, '$1');
}
