/** The fields of a memcached endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

export const MEMCACHED_PORT = 11_211;
/** The longest key of the protocol, in bytes. */
const KEY_BYTES = 250;

export const memcachedIssues = [
  {
    code: 'memcached.key',
    text: '{field} must be a key without spaces and with at most {max, number} bytes.',
    params: { max: 'the maximum number of bytes' },
  },
] as const satisfies readonly IssueDescriptor[];

export const memcachedSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(MEMCACHED_PORT),
    key: acceptsOwn(
      'memcached.key',
      z.string().refine((key) => !/[\s\p{Cc}]/u.test(key) && Buffer.byteLength(key) <= KEY_BYTES),
      { max: KEY_BYTES },
    ).default(''),
    ...tlsSchemas(['off', 'on'], 'off'),
    family: familySchema(),
  }),
);

export type MemcachedFields = z.output<typeof memcachedSchema>;

export const memcachedForm: readonly FormField[] = [
  hostField('cache.example.org'),
  portField(MEMCACHED_PORT),
  {
    name: 'key',
    label: 'Key',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'config:version',
    help: 'Read in each check. Conditions can use its value as [VALUE]. If empty, only the statistics are read.',
  },
  ...tlsFields(['off', 'on'], 'off'),
  familyField,
];
