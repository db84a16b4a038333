import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { lagMetric, queryPhase, serverVersionDetail, signInPhase } from '../../net/services/rows.ts';
import { REDIS_PORT, redisForm, redisIssues, redisSchema, type RedisFields } from './fields.ts';

/** Redis and others with its protocol, such as Valkey: runs a command. */
export const redis: CheckKind<RedisFields> = {
  kind: 'redis',
  title: 'Redis',
  description: 'Runs a command on a Redis or Valkey server and checks the reply.',
  category: 'database',
  schema: redisSchema,
  form: redisForm,
  phases: [
    dnsPhase,
    connectPhase,
    tlsPhase,
    signInPhase,
    { ...queryPhase, label: 'Command' },
    { name: 'info', label: 'INFO', role: 'other' },
  ],
  metrics: [
    { name: 'clients', label: 'Clients', unit: 'count', charted: true },
    { name: 'memory', label: 'Memory', unit: 'byte', charted: true },
    { name: 'commands', label: 'Commands per second', unit: 'count', charted: true },
    { name: 'hits', label: 'Hit rate', unit: 'percent', charted: false },
    lagMetric,
  ],
  details: [
    { name: 'value', label: 'Reply', format: 'code' },
    serverVersionDetail,
    { name: 'role', label: 'Role', format: 'code' },
    remoteAddressDetail,
    tlsDetail,
  ],
  failures: [],
  issues: redisIssues,
  placeholders: [
    { name: 'VALUE', meaning: 'the reply', parts: 'json' },
    { name: 'INFO', meaning: 'what INFO says, as in [INFO].used_memory', parts: 'json' },
  ],
  pasteExamples: ['redis://cache.example.org'],
  triedAgainst: 'Redis',
  example: {
    kind: 'redis',
    name: 'Job queue',
    host: 'cache.example.org',
    password: '${REDIS_PASSWORD}',
    command: 'LLEN jobs',
    info: true,
  },
  target: (fields) => `${fields.tls === 'on' ? 'rediss' : 'redis'}://${formatHostPort(fields)}/${fields.database}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseRedisUrl,
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

const PLAIN = { port: REDIS_PORT, tls: 'off' } as const;
const SECURE = { port: REDIS_PORT, tls: 'on' } as const;

function parseRedisUrl(text: string): EndpointInput | null {
  const url = readServiceUrl(text, { redis: PLAIN, rediss: SECURE, valkey: PLAIN, valkeys: SECURE });
  if (url === null) return null;
  const { host, port, credentials, path, tls } = url;
  const database = path === '' ? {} : { database: /^\d+$/u.test(path) ? Number(path) : path };
  return { kind: 'redis', host, port, ...credentials, ...database, ...(tls === 'on' ? { tls } : {}) };
}
