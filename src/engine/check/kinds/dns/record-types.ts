/** The types of records that an endpoint can ask for, by their number (IANA, Domain Name System Parameters). */
export const RECORD_TYPES = {
  A: 1,
  AAAA: 28,
  CAA: 257,
  CNAME: 5,
  DNSKEY: 48,
  DS: 43,
  HTTPS: 65,
  MX: 15,
  NS: 2,
  PTR: 12,
  SOA: 6,
  SRV: 33,
  TXT: 16,
} as const;

export type RecordTypeName = keyof typeof RECORD_TYPES;

export const RECORD_TYPE_NAMES = Object.keys(RECORD_TYPES) as readonly RecordTypeName[];

/** Others that come with the answers. */
const OTHERS: ReadonlyMap<number, string> = new Map([
  [41, 'OPT'],
  [46, 'RRSIG'],
  [47, 'NSEC'],
  [50, 'NSEC3'],
  [39, 'DNAME'],
  [64, 'SVCB'],
]);

const NAMES: ReadonlyMap<number, string> = new Map([
  ...RECORD_TYPE_NAMES.map((name) => [RECORD_TYPES[name], name] as const),
  ...OTHERS,
]);

/** `TYPE123` for one without a name here (RFC 3597, 5). */
export function nameOfType(type: number): string {
  return NAMES.get(type) ?? `TYPE${type}`;
}

const RCODES: readonly string[] = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
];

/** `RCODE23` for one without a name here. */
export function nameOfRcode(rcode: number): string {
  return RCODES[rcode] ?? (rcode === 16 ? 'BADVERS' : `RCODE${rcode}`);
}
