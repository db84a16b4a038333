/** Details that the shared parts add, for the descriptors of kinds that use them. */
import type { DetailDescriptor } from '../../../../contract/descriptor.ts';

/** `address:port` that answered, IPv6 in brackets; from `connectTcp`. */
export const remoteAddressDetail = {
  name: 'remoteAddress',
  label: 'Answered by',
  format: 'code',
} as const satisfies DetailDescriptor;

/** A `TlsDetails`; from `startTls`. */
export const tlsDetail = { name: 'tls', label: 'TLS', format: 'tls' } as const satisfies DetailDescriptor;

/** `host:port` of the proxy; from `connectToProxy`. */
export const proxyDetail = { name: 'proxy', label: 'Proxy', format: 'code' } as const satisfies DetailDescriptor;
