/** Details that the shared parts note, for the descriptors of kinds that build on them. */
import type { DetailDescriptor } from '../../../contract/descriptor.ts';

/** `address:port` that answered, IPv6 in brackets: noted by `connectTcp`. */
export const remoteAddressDetail = {
  name: 'remoteAddress',
  label: 'Answered by',
  format: 'code',
} as const satisfies DetailDescriptor;

/** A `TlsDetails`: noted by `startTls`. */
export const tlsDetail = { name: 'tls', label: 'TLS', format: 'tls' } as const satisfies DetailDescriptor;

/** `host:port` of the proxy: noted by `connectToProxy`. */
export const proxyDetail = { name: 'proxy', label: 'Proxy', format: 'code' } as const satisfies DetailDescriptor;
