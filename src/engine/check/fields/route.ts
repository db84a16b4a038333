/** The fields that change the way to an endpoint: who resolves its name, and from and to which address to connect. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import { ipVersion } from '../net/address/ip-version.ts';

export function routeSchemas() {
  return {
    resolver: accepts(
      'dnsServer',
      {},
      z
        .string()
        .max(100)
        .transform((text) => text.trim())
        .refine((text) => text === '' || isDnsServer(text)),
    ).default(''),
    resolveTo: addressSchema(),
    sourceAddress: addressSchema(),
  };
}

export interface RouteFields {
  readonly resolver: string;
  readonly resolveTo: string;
  readonly sourceAddress: string;
}

function addressSchema() {
  return accepts(
    'address',
    {},
    z
      .string()
      .max(100)
      .transform((text) => text.trim().replace(/^\[(.*)\]$/u, '$1'))
      .refine((text) => text === '' || ipVersion(text) !== 0),
  ).default('');
}

/** `address`, `address:port` or `[address]:port`. */
function isDnsServer(text: string): boolean {
  if (ipVersion(text) !== 0) return true;
  const { six, four, port } =
    /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+))(?::(?<port>\d{1,5}))?$/u.exec(text)?.groups ?? {};
  const isAddress = six === undefined ? ipVersion(four ?? '') === 4 : ipVersion(six) === 6;
  return isAddress && (port === undefined || (Number(port) > 0 && Number(port) <= 65_535));
}

const common = { section: 'connection', advanced: true, default: '', type: 'text' } as const;

export const routeFields: readonly FormField[] = [
  {
    ...common,
    name: 'resolver',
    label: 'DNS server',
    placeholder: '192.0.2.53',
    help: 'The address of the DNS server to ask, with or without a port. If empty, Lookout asks those of this computer.',
  },
  {
    ...common,
    name: 'resolveTo',
    label: 'Connect to address',
    placeholder: '192.0.2.7',
    help: 'Connects to this IP address instead of resolving the host, for example to check one server of several. Redirects to other hosts are resolved.',
  },
  {
    ...common,
    name: 'sourceAddress',
    label: 'Source address',
    placeholder: '192.0.2.8',
    help: 'The address of this computer to connect from. If empty, the system chooses.',
  },
];
