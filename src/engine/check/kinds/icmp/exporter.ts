/** ICMP checks as metrics of blackbox_exporter's `icmp` prober (`prober/icmp.go`). */
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';

export const phases = { dns: 'resolve', echo: 'rtt' };

/** A host without a scheme. An IPv6 address may be without brackets. */
export function readTarget(text: string): EndpointInput | null {
  return text.includes('/') ? null : { kind: 'icmp', host: text.replace(/^\[(.*)\]$/u, '$1') };
}

export * as blackbox from './blackbox.ts';
