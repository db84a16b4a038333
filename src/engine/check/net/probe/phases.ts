/** Phases that the shared parts measure, for the descriptors of kinds that build on them. */
import type { PhaseDescriptor } from '../../../../contract/descriptor.ts';

/** Looking a name up: `connectTcp`. */
export const dnsPhase = { name: 'dns', label: 'DNS', role: 'resolve' } as const satisfies PhaseDescriptor;

/** Until the connection is open: `connectTcp`. */
export const connectPhase = { name: 'connect', label: 'Connect', role: 'connect' } as const satisfies PhaseDescriptor;

/** The handshake: `startTls`. */
export const tlsPhase = { name: 'tls', label: 'TLS', role: 'secure' } as const satisfies PhaseDescriptor;

/** Until the server agrees to TLS, where a connection begins in clear: `requestTls`. */
export const startTlsPhase = { name: 'starttls', label: 'STARTTLS', role: 'other' } as const satisfies PhaseDescriptor;

/** Until a proxy has connected to the endpoint, with TLS to the proxy if it speaks TLS: `connectThroughProxy`. */
export const proxyPhase = { name: 'proxy', label: 'Proxy', role: 'connect' } as const satisfies PhaseDescriptor;

/** Until the answer begins to arrive. */
export const waitPhase = { name: 'wait', label: 'Wait', role: 'wait' } as const satisfies PhaseDescriptor;

/** From the first byte of the answer to the last. */
export const transferPhase = {
  name: 'transfer',
  label: 'Transfer',
  role: 'transfer',
} as const satisfies PhaseDescriptor;
