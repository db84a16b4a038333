/** `src/headless/http/openapi.json`: the API over HTTP as OpenAPI 3.1, from the contract's types and the schemas of the arguments. */
import { z } from 'zod';
import { CHANNELS, type Channel } from '../../src/contract/channels/index.ts';
import { scopeOf } from '../../src/contract/channels/scopes.ts';
import { REQUEST_ERROR_CODES } from '../../src/contract/errors.ts';
import { HTTP_STATUS } from '../../src/headless/http/responses.ts';
import { contractSchemas, type Schema } from './contract-schemas.ts';

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The arguments are not valid, or not JSON.',
  401: 'The token is missing or wrong.',
  403: 'The scope of the token is too small, or `Host` or `Origin` is not this server.',
  404: 'There is no such object or channel.',
  409: 'The object comes from lookout.yaml, or the request needs consent.',
  429: 'Too many requests; `Retry-After` says when to try again.',
  500: 'A bug; the log of Lookout has the details.',
  503: 'Lookout is starting or stopping, or cannot use its data.',
};

/** @throws Error when an answer is missing in the contract */
export function openApiDocument({
  schemas,
  version,
}: {
  readonly schemas: Readonly<Record<Channel, z.ZodType>>;
  readonly version: string;
}): object {
  const { answers, definitions } = contractSchemas('#/components/schemas/');
  const paths = (Object.keys(CHANNELS) as Channel[]).map((channel) => {
    const answer = answers[channel];
    if (answer === undefined) throw new Error(`The contract declares no answer for ${channel}`);
    return [`/api/${channel}`, { post: operation(channel, schemas[channel], answer) }] as const;
  });
  return {
    openapi: '3.1.1',
    info: {
      title: 'Lookout',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'The API of `lookout serve`. Times are milliseconds since 1970, durations are milliseconds. See docs/api.md for the codes and the WebSocket.',
    },
    servers: [{ url: 'http://127.0.0.1:4477' }],
    security: [{ token: [] }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: { ...definitions, Refusal: refusal },
      responses: Object.fromEntries(
        Object.entries(MEANINGS).map(([status, description]) => [`Refused${status}`, refused(description)]),
      ),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token that `lookout serve` prints, or a named token.',
        },
      },
    },
  };
}

function operation(channel: Channel, args: z.ZodType, answer: Schema): object {
  const [tag = ''] = channel.split('.');
  const scope = scopeOf(channel);
  return {
    operationId: channel,
    tags: [tag],
    summary: CHANNELS[channel].split(/(?<=\.)\s/u, 1)[0],
    description: `${CHANNELS[channel]}\n\nNeeds a token with the scope \`${scope}\`.`,
    'x-scope': scope,
    requestBody: { content: { 'application/json': { schema: argumentsOf(args) } } },
    responses: {
      200: { description: 'The answer.', content: { 'application/json': { schema: answer } } },
      ...Object.fromEntries(
        Object.keys(MEANINGS).map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]),
      ),
    },
  };
}

function argumentsOf(args: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' });
  return schema;
}

const refusal: Schema = {
  type: 'object',
  description: 'Why a request was refused. Nothing was changed.',
  properties: {
    code: { enum: REQUEST_ERROR_CODES },
    reason: { type: 'string' },
    message: { type: 'string', description: 'The sentence for people.' },
    params: { type: 'object' },
    issues: { type: 'array', items: { type: 'object' } },
  },
  required: ['code', 'reason', 'message', 'issues'],
};

function refused(description: string): object {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } };
}

/** Every status that a refusal can have is described. */
for (const status of Object.values(HTTP_STATUS)) {
  if (MEANINGS[status] === undefined)
    throw new Error(`scripts/documents/openapi.ts does not describe the status ${status}`);
}
