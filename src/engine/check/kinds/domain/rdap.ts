/** Answers of RDAP servers about domains (RFC 9083, 5.3), as far as Lookout reads them. */
import { z } from 'zod';

/** A list that leaves out entries of another shape. */
function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((entries) =>
      entries.slice(0, 100).flatMap((entry) => {
        const parsed = schema.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

const event = z.object({ eventAction: z.string(), eventDate: z.string() });
const nameServer = z.object({ ldhName: z.string().max(254) });
const entity = z.object({
  roles: listOf(z.string()),
  handle: z.string().catch(''),
  vcardArray: z
    .tuple([z.literal('vcard'), z.array(z.unknown())])
    .optional()
    .catch(undefined),
});

const answerSchema = z.object({
  objectClassName: z.literal('domain'),
  events: listOf(event).optional().default([]),
  status: listOf(z.string().max(100)).optional().default([]),
  nameservers: listOf(nameServer).optional().default([]),
  entities: listOf(entity).optional().default([]),
  secureDNS: z.object({ delegationSigned: z.boolean() }).optional().catch(undefined),
});

export interface Registration {
  /** Epoch milliseconds; null: the registry does not say. */
  readonly expiresAt: number | null;
  readonly registeredAt: number | null;
  /** Null: the registry does not say. */
  readonly registrar: string | null;
  /** In lower case, sorted. */
  readonly nameServers: readonly string[];
  /** Such as `active` or `redemption period` (RFC 8056), in lower case, sorted. */
  readonly status: readonly string[];
  /** Null: the registry does not say. */
  readonly dnssec: boolean | null;
}

/** @returns null when it is not an answer about a domain */
export function parseRegistration(json: unknown): Registration | null {
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return null;
  const { events, status, nameservers, entities, secureDNS } = parsed.data;
  const timeOf = (action: string) => {
    const at = Date.parse(events.find(({ eventAction }) => eventAction === action)?.eventDate ?? '');
    return Number.isNaN(at) ? null : at;
  };
  const registrar = entities.find(({ roles }) => roles.includes('registrar'));
  const servers = nameservers.map(({ ldhName }) => ldhName.toLowerCase().replace(/\.$/u, ''));
  return {
    expiresAt: timeOf('expiration'),
    registeredAt: timeOf('registration'),
    registrar: registrar === undefined ? null : (nameOf(registrar.vcardArray?.[1] ?? []) ?? (registrar.handle || null)),
    nameServers: [...new Set(servers)].toSorted(),
    status: [...new Set(status.map((one) => one.toLowerCase()))].toSorted(),
    dnssec: secureDNS?.delegationSigned ?? null,
  };
}

/** The formatted name in a jCard (RFC 7095): `["fn", {}, "text", "Example Registrar"]`. */
function nameOf(properties: readonly unknown[]): string | null {
  for (const property of properties) {
    if (Array.isArray(property) && property[0] === 'fn' && typeof property[3] === 'string' && property[3] !== '') {
      return property[3].slice(0, 200);
    }
  }
  return null;
}

/** IANA's list (RFC 9224): pairs of top-level domains and the URLs of their servers. */
const bootstrapSchema = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });

/** The URL of the RDAP server of each domain in the list, such as `org` or `co.uk`. */
export type Bootstrap = ReadonlyMap<string, string>;

/** @returns null when it is not such a list */
export function parseBootstrap(json: unknown): Bootstrap | null {
  const parsed = bootstrapSchema.safeParse(json);
  if (!parsed.success) return null;
  const servers = new Map<string, string>();
  for (const [domains, urls] of parsed.data.services) {
    const usable = urls.filter((url) => URL.canParse(url) && /^https?:/u.test(url));
    const url = usable.find((one) => one.startsWith('https:')) ?? usable[0];
    if (url === undefined) continue;
    for (const domain of domains) servers.set(domain.toLowerCase(), url.endsWith('/') ? url : `${url}/`);
  }
  return servers;
}

/** The server for a domain: the entry with the most labels wins (RFC 9224, 4). */
export function serverFor(bootstrap: Bootstrap, domain: string): string | null {
  const labels = domain.split('.');
  for (let from = 1; from < labels.length; from++) {
    const found = bootstrap.get(labels.slice(from).join('.'));
    if (found !== undefined) return found;
  }
  return null;
}
