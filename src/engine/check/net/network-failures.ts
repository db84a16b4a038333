/** Which failures may be the fault of this machine's network rather than of the endpoint. */
import type { CheckKind } from '../kind.ts';

/** Of those that all kinds have: what a network that this machine does not have would give, too. */
const SHARED: ReadonlySet<string> = new Set([
  'dns.nxdomain',
  'dns.failed',
  'connect.unreachable',
  'connection.reset',
  'timeout',
  'tls.handshake',
]);

/** Whether a network that this machine does not have would give the failure, too. All others are the endpoint's answer. */
export function isNetworkFailure(kind: Pick<CheckKind, 'failures'>, code: string): boolean {
  return SHARED.has(code) || kind.failures.some((failure) => failure.code === code && failure.network === true);
}
