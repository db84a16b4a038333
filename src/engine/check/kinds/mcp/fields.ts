/** The fields of an MCP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { isJsonObject } from '../../../base/json-object.ts';
import { textSchema, toggleSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { proxyFields, proxySchemas } from '../../fields/proxy.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { lazily } from '../../fields/lazily.ts';

const TRANSPORTS = ['http', 'stdio'] as const;
const MAX_JSON = 100_000;
const MAX_ARGS = 100;
const MAX_ARGUMENT = 10_000;
const MAX_PAIRS = 100;
const MAX_VALUE = 8_000;
/** A field name (RFC 9110, 5.1); names of variables are among these. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/u;
/** Made by the client itself. */
const RESERVED =
  /^(?:accept|connection|content-length|content-type|host|mcp-(?:protocol-version|session-id)|transfer-encoding)$/iu;

/** @param isName whether a name may be used */
function pairsSchema(isName: (name: string) => boolean) {
  const value = acceptsOwn(
    'mcp.value',
    z
      .string()
      .max(MAX_VALUE)
      .refine((text) => /^\P{Cc}*$/u.test(text)),
    { max: MAX_VALUE },
  );
  const name = z.string().superRefine((text, context) => {
    if (!NAME.test(text) || !isName(text)) context.addIssue(ownIssue('mcp.name'));
  });
  return acceptsOwn(
    'mcp.pairs',
    z.record(name, value).refine((pairs) => Object.keys(pairs).length <= MAX_PAIRS),
    { max: MAX_PAIRS },
  );
}

const urlSchema = () =>
  acceptsOwn(
    'mcp.url',
    z
      .string()
      .max(8_000)
      .transform((text, context) => {
        const trimmed = text.trim();
        if (trimmed === '') return '';
        const parsed = URL.canParse(trimmed) ? new URL(trimmed) : null;
        if (parsed !== null && /^https?:$/u.test(parsed.protocol) && parsed.username === '' && parsed.password === '') {
          parsed.hash = '';
          return parsed.href;
        }
        // It may contain a password.
        context.addIssue(ownIssue('mcp.url', {}, { secret: true }));
        return z.NEVER;
      }),
  );

export const mcpSchema = lazily(() =>
  z
    .object({
      transport: accepts('oneOf', { options: TRANSPORTS }, z.enum(TRANSPORTS)).default('http'),
      url: urlSchema().default(''),
      command: acceptsOwn(
        'mcp.command',
        z
          .string()
          .trim()
          .max(1_000)
          .regex(/^[^\0\n]*$/u),
      ).default(''),
      args: acceptsOwn(
        'mcp.args',
        z
          .array(
            acceptsOwn(
              'mcp.argument',
              z
                .string()
                .max(MAX_ARGUMENT)
                .regex(/^[^\0]*$/u),
              { max: MAX_ARGUMENT },
            ),
          )
          .max(MAX_ARGS),
        { max: MAX_ARGS },
      ).default([]),
      environment: pairsSchema((name) => !name.includes('=')).default({}),
      headers: pairsSchema((name) => !RESERVED.test(name)).default({}),
      tool: textSchema(500).default(''),
      arguments: acceptsOwn('mcp.arguments', z.string().max(MAX_JSON).refine(isJsonObject), { max: MAX_JSON }).default(
        '{}',
      ),
      expected: textSchema(10_000).default(''),
      verifyTls: toggleSchema().default(true),
      trustedCertificates: trustedCertificatesSchema(),
      family: familySchema(),
      ...proxySchemas(),
    })
    .superRefine((fields, context) => {
      const needed = fields.transport === 'http' ? 'url' : 'command';
      if (fields[needed] === '') context.addIssue({ ...ownIssue('mcp.urlNeeded'), path: [needed] });
    }),
);

export type McpFields = z.output<typeof mcpSchema>;

export const mcpForm: readonly FormField[] = [
  {
    name: 'transport',
    label: 'Transport',
    type: 'select',
    section: 'target',
    default: 'http',
    options: [
      { value: 'http', label: 'Streamable HTTP' },
      { value: 'stdio', label: 'A program (stdio)' },
    ],
    help: 'How the server is reached.',
  },
  {
    name: 'url',
    label: 'URL',
    type: 'text',
    section: 'target',
    default: '',
    placeholder: 'https://tools.example.org/mcp',
    help: 'For streamable HTTP: the URL of the MCP endpoint.',
  },
  {
    name: 'command',
    label: 'Program',
    type: 'text',
    section: 'target',
    default: '',
    placeholder: '/usr/local/bin/tools-server',
    help: 'For stdio: the program to start for each check, by name or path. It runs as the user that runs Lookout.',
  },
  {
    name: 'args',
    label: 'Program arguments',
    type: 'list',
    section: 'target',
    advanced: true,
    default: [],
    help: 'For stdio: the arguments of the program.',
  },
  {
    name: 'environment',
    label: 'Environment',
    type: 'pairs',
    section: 'request',
    advanced: true,
    default: {},
    secretNames: SECRET_NAMES,
    help: 'For stdio: variables for the program. Values of names such as API_KEY are stored encrypted and never shown.',
  },
  {
    name: 'headers',
    label: 'Headers',
    type: 'pairs',
    section: 'request',
    default: {},
    secretNames: SECRET_NAMES,
    help: 'For streamable HTTP: headers such as Authorization. Values of such names are stored encrypted and never shown.',
  },
  {
    name: 'tool',
    label: 'Tool',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'search',
    help: 'The tool to call. If empty, the check only lists the tools.',
  },
  {
    name: 'arguments',
    label: 'Tool arguments',
    type: 'multiline',
    section: 'request',
    default: '{}',
    placeholder: '{"query": "lookout"}',
    help: 'The arguments of the tool, as a JSON object.',
  },
  {
    name: 'expected',
    label: 'Expected text',
    type: 'text',
    section: 'expect',
    default: '',
    help: 'The text that the tool returns must contain this. If empty, any result without an error is accepted.',
  },
  verifyTlsField,
  trustedCertificatesField,
  familyField,
  ...proxyFields,
];
