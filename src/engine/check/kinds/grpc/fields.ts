/** The fields of a gRPC endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { isJsonObject } from '../../../base/json-object.ts';
import { textSchema } from '../../common.ts';
import { clientTlsFields, clientTlsSchemas, refineClientTls } from '../../fields/client-tls.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { parseFieldPath } from '../../grpc/field-path.ts';
import { lazily } from '../../fields/lazily.ts';

/** The port of gRPC's own examples; none is registered. */
export const USUAL_PORT = 50_051;
const MAX_REQUEST = 100_000;
const MAX_PAIRS = 100;
const MAX_VALUE = 8_000;

const SERVICE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/u;
const METHOD = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\/[A-Za-z_]\w*$/u;
const METADATA_NAME = /^(?!grpc-|:)[0-9a-z_.-]+$/u;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;
/** Made by the call itself, or without a meaning in HTTP/2 (RFC 9113, 8.2.2). */
const RESERVED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

const metadataSchema = () =>
  acceptsOwn(
    'grpc.metadata',
    z
      .record(
        z.string().superRefine((name, context) => {
          if (!METADATA_NAME.test(name) || RESERVED.has(name) || name.length > 200) {
            context.addIssue(ownIssue('grpc.metadataName'));
          }
        }),
        acceptsOwn(
          'grpc.metadataValue',
          z
            .string()
            .max(MAX_VALUE)
            .regex(/^[\x20-\x7e]*$/u),
          { max: MAX_VALUE },
        ),
      )
      .superRefine((given, context) => {
        if (Object.keys(given).length > MAX_PAIRS) context.addIssue(ownIssue('grpc.metadata', { max: MAX_PAIRS }));
        for (const [name, value] of Object.entries(given)) {
          if (!name.endsWith('-bin') || BASE64.test(value)) continue;
          context.addIssue({ ...ownIssue('grpc.metadataValue', { max: MAX_VALUE }, { secret: true }), path: [name] });
        }
      }),
    { max: MAX_PAIRS },
  );

const expectedSchema = () =>
  acceptsOwn(
    'grpc.expected',
    z.record(z.string(), textSchema(10_000)).refine((given) => {
      const paths = Object.keys(given);
      return paths.length <= MAX_PAIRS && paths.every((path) => path.length <= 500 && parseFieldPath(path) !== null);
    }),
    { max: MAX_PAIRS },
  );

export const grpcSchema = lazily(() =>
  z
    .object({
      host: hostSchema(),
      port: portSchema().default(USUAL_PORT),
      service: acceptsOwn(
        'grpc.service',
        z
          .string()
          .max(500)
          .refine((name) => name === '' || SERVICE.test(name)),
      ).default(''),
      method: acceptsOwn(
        'grpc.method',
        z
          .string()
          .max(500)
          .refine((name) => name === '' || METHOD.test(name)),
      ).default(''),
      request: acceptsOwn('grpc.request', z.string().max(MAX_REQUEST).refine(isJsonObject), {
        max: MAX_REQUEST,
      }).default('{}'),
      proto: textSchema(200_000).default(''),
      metadata: metadataSchema().default({}),
      expected: expectedSchema().default({}),
      ...tlsSchemas(['off', 'on'], 'off'),
      ...clientTlsSchemas(),
      family: familySchema(),
    })
    .superRefine(refineClientTls),
);

export type GrpcFields = z.output<typeof grpcSchema>;

export const grpcForm: readonly FormField[] = [
  hostField('orders.example.org'),
  portField(USUAL_PORT),
  {
    name: 'service',
    label: 'Service',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'shop.v1.Orders',
    help: 'The service whose health is checked (grpc.health.v1). If empty, the health of the whole server.',
  },
  {
    name: 'method',
    label: 'Method',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'shop.v1.Orders/GetOrder',
    help: 'A unary method to call instead of asking for the health. If empty, the health is checked.',
  },
  {
    name: 'request',
    label: 'Request',
    type: 'multiline',
    section: 'request',
    default: '{}',
    placeholder: '{"id": "42"}',
    help: 'The request message of the method, as JSON.',
  },
  {
    name: 'expected',
    label: 'Expected fields',
    type: 'pairs',
    section: 'expect',
    default: {},
    help: 'Paths in the response as JSON, such as order.status, and the value of each. If empty, status OK is enough.',
  },
  {
    name: 'metadata',
    label: 'Metadata',
    type: 'pairs',
    section: 'request',
    advanced: true,
    default: {},
    secretNames: SECRET_NAMES,
    help: 'Sent with each call. Values of names such as authorization are stored encrypted and never shown.',
  },
  {
    name: 'proto',
    label: '.proto file',
    type: 'multiline',
    section: 'request',
    advanced: true,
    default: '',
    help: 'The definition of the method. It may import only google/protobuf files. If empty, the server is asked by reflection.',
  },
  ...tlsFields(['off', 'on'], 'off'),
  ...clientTlsFields.map((field) => ({ ...field, when: { field: 'tls', is: ['on'] } })),
  familyField,
];
