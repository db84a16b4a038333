/** `docs/api.md`: the channels with their arguments and answers, and the codes of all messages. */
import type { z } from 'zod';
import { CHANNELS, type Channel } from '../../src/contract/channels/index.ts';
import { scopeOf } from '../../src/contract/channels/scopes.ts';
import { PUSHES_PER_SECOND, PUSH_BURST, PUSH_BYTES } from '../../src/contract/channels/snapshot.ts';
import { REFUSALS, type RequestErrorCode } from '../../src/contract/errors.ts';
import { FAILURES } from '../../src/contract/model/failure.ts';
import { ISSUES } from '../../src/contract/model/issue.ts';
import { NOTICES, NOTIFICATIONS } from '../../src/contract/model/notices.ts';
import { PROBLEMS } from '../../src/contract/model/problem.ts';
import type { CodeDocs } from '../../src/contract/model/text.ts';
import { MAX_BODY_BYTES, MAX_FILE_BODY_BYTES, WHOLE_FILES } from '../../src/headless/http/api.ts';
import { HTTP_STATUS } from '../../src/headless/http/responses.ts';
import type { Catalogue, TitledText } from '../../src/i18n/catalogue.ts';
import { argumentsTable } from './arguments.ts';
import { codeList } from './codes.ts';
import { declaredRequests } from './declared-requests.ts';

export interface ApiDocumentOptions {
  /** The source of `src/contract/channels/`, with the types of the arguments and answers. */
  readonly source: string;
  /** The schemas that validate the arguments of each channel. */
  readonly schemas: Readonly<Record<Channel, z.ZodType>>;
  /** The texts of the codes. */
  readonly catalogue: Catalogue;
}

const MB = 1024 * 1024;

/** The statuses of HTTP answers, with the code of the refusal; empty: the answer has none. */
const STATUSES: readonly (readonly [status: number, code: RequestErrorCode | '', meaning: string])[] = [
  [200, '', 'done; the body is the answer'],
  [400, 'invalid', 'the arguments are not valid, or not JSON'],
  [401, 'invalid', 'the token is wrong or missing'],
  [403, 'invalid', '`Host` is not this server, or `Origin` is not its own page'],
  [403, 'forbidden', 'the scope of the token is too small'],
  [404, 'unknownChannel', 'there is no such channel'],
  [404, 'notFound', 'there is no such object, such as an endpoint'],
  [405, 'invalid', 'the method is not POST'],
  [408, '', 'the client took too long to send the request'],
  [409, 'readOnly', 'the object comes from lookout.yaml, and can only be changed there'],
  [
    409,
    'needsConsent',
    'this system has no vault for the secret in the request: to store it anyway, set `secretsWithoutVault` to `keep` with `settings.update`, and send the request again',
  ],
  [413, 'invalid', 'the body is too large'],
  [415, 'invalid', 'the body is not `application/json`'],
  [426, 'invalid', '`/api/pushes` must be opened as a WebSocket'],
  [429, 'tooMany', 'too many requests; `Retry-After` says when to try again'],
  [500, 'internal', 'a bug; the log of Lookout has the stack'],
  [503, 'unavailable', 'Lookout is starting or stopping, or cannot use its data'],
];

/** @throws Error when a channel is not declared in the source, or a code of a refusal has no status */
export function apiDocument({ source, schemas, catalogue }: ApiDocumentOptions): string {
  for (const [code, status] of Object.entries(HTTP_STATUS)) {
    if (STATUSES.some((described) => described[0] === status && described[1] === code)) continue;
    throw new Error(`scripts/documents/api.ts does not describe the status ${status} of ${code}`);
  }
  return `<!-- Made by "npm run generate" from src/contract/, src/engine/requests/schemas.ts and src/i18n/en/. -->

${introduction()}
## Channels

${channelParts(source, schemas)}

${codesPart(catalogue)}`;
}

/** The requests that contain whole files. */
function filesOf(): string {
  return [...WHOLE_FILES].map((channel) => `\`${channel}\``).join(', ');
}

function introduction(): string {
  return `# The API

All clients use this API: the desktop app over Electron's IPC, and the page of \`lookout serve\` and your own scripts over
HTTP. The types named here are in [\`src/contract/\`](../src/contract/), with the meaning and the unit of each field. Times
are milliseconds since 1970, durations are milliseconds.

## Over HTTP

\`lookout serve\` prints an address with a token: \`http://127.0.0.1:4477/#token=…\`. A request is
\`POST /api/<channel>\` with the token and JSON arguments, and is answered with JSON:

\`\`\`sh
curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"endpoints": [{"kind": "http", "url": "https://example.org/"}]}' \\
  http://127.0.0.1:4477/api/endpoints.create
\`\`\`

A request without arguments needs no body. \`Content-Type\` is \`application/json\`; a body may have up to
${MAX_BODY_BYTES / MB} MB, in requests with whole files (${filesOf()}) up to ${MAX_FILE_BODY_BYTES / MB} MB. A request
that fails changes nothing and is answered with \`{ code, reason, params, message, issues }\`. \`code\` is in the table below,
\`reason\` and its \`params\` say exactly why, and \`message\` is the text for people. Each issue has the \`path\` of a field
(\`endpoints[0].interval\`), a \`code\` with its \`params\`, the \`message\`, and in \`given\` the refused value.

| status | code | meaning |
| --- | --- | --- |
${STATUSES.map(([status, code, meaning]) => `| ${status} | ${code === '' ? '' : `\`${code}\``} | ${meaning} |`).join('\n')}

\`GET /healthz\` needs no token: 200 and \`{"status":"ok","version":"…","endpoints":3}\`, or 503 while stopping.

\`GET /api/openapi.json\` needs no token either: this contract as OpenAPI 3.1, for generators of clients.

## Tokens

The token that \`lookout serve\` prints can do everything. For scripts and dashboards, create named tokens:
\`lookout token create NAME --scope read\` prints one, once; only its hash is stored. \`lookout token list\` says when each was last used, and
\`lookout token revoke NAME\` ends its access at once, and that of its WebSockets within 20 seconds.

| scope     | may send                                                                                                |
| --------- | ------------------------------------------------------------------------------------------------------- |
| \`read\`    | most requests that change nothing; each request below names its scope                                   |
| \`operate\` | also those of people on call: check now, pause, acknowledge, silence, annotate, start maintenance        |
| \`admin\`   | all requests                                                                                            |

A named token may send 50 requests a second, 200 at once; an address without a valid token, 5 a second. Beyond that, the answer is 429 with
\`Retry-After\`. \`audit.list\` says who has changed what, with the values before and after; secrets are masked.

## Pushes

The WebSocket \`/api/pushes\` sends every change as a \`Push\`: \`{ seq, at, changes }\`, at most ${PUSHES_PER_SECOND} a second (${PUSH_BURST} at once after a pause) and
${PUSH_BYTES / 1024} KB each. Send the token as \`Authorization: Bearer\`. A page cannot set headers, so it sends the
token as a subprotocol: \`new WebSocket(url, ['lookout.v1', 'token.' + token])\`. Then request \`app.snapshot\`, and apply
the pushes whose \`seq\` is higher than the snapshot's, in order, without a gap. After a gap, request a new snapshot. Lookout
closes the connection of a client that reads too slowly. Clients send nothing over the WebSocket.
`;
}

function channelParts(source: string, schemas: ApiDocumentOptions['schemas']): string {
  const requests = declaredRequests(source);
  const parts = (Object.keys(CHANNELS) as Channel[]).map((channel) => {
    const declared = requests.get(channel);
    if (declared === undefined) throw new Error(`src/contract/channels/ does not declare ${channel}`);
    const { types, answer } = declared;
    return `### \`${channel}\`\n\n${CHANNELS[channel]}\n\n${argumentsTable(schemas[channel], types)}\n\nReturns \`${answer}\`. Scope: \`${scopeOf(channel)}\`.\n`;
  });
  return parts.join('\n').trimEnd();
}

function codesPart(catalogue: Catalogue): string {
  const { failures, issues, refusals, notices, notifications, problems } = catalogue;
  return `## Codes and their texts

Lookout sends messages for people as a code with parameters: \`{ code, params }\`. The page, the command line and the desktop app turn them into
the texts below; HTTP answers and \`lookout check --json\` also have the text in \`message\`. A code is never renamed and never gets a second meaning.
A parameter that does not apply is \`null\` or left out. The end of its name says what it is: \`…Ms\` milliseconds, \`…At\` and \`…On\` milliseconds
since 1970, \`…Bytes\` bytes. A parameter may itself be a message or a list of messages.

### Failures

Why a check did not succeed. Codes that only one kind has are in [the kinds of checks](checks.md). Codes that begin with \`local.\` are problems of
this computer. \`phase\` and its label \`phaseLabel\` say where it happened.

${listOf(FAILURES, failures)}

### Issues

Why a value is refused. Codes that only one kind has are in [the kinds of checks](checks.md). \`field\` is the label of the field.

${listOf(ISSUES, issues)}

### Refusals

The \`reason\` of a request that is refused.

${listOf(refusalDocs(), refusals)}

### Notices

Messages about Lookout itself: \`notices\` of the snapshot.

${listOf(NOTICES, notices)}

### Notifications

${listOf(NOTIFICATIONS, notifications)}

### Problems

Why a part of Lookout does not work. They are parameters of other messages.

${listOf(PROBLEMS, problems)}
`;
}

/** The meaning of each reason, with its code. */
function refusalDocs(): Readonly<Record<string, CodeDocs>> {
  const entries = Object.entries(REFUSALS).map(([reason, { code, meaning, params }]) => {
    return [reason, { meaning: `${meaning} Code: \`${code}\`.`, params }] as const;
  });
  return Object.fromEntries(entries);
}

function listOf(
  docs: Readonly<Record<string, CodeDocs>>,
  texts: Readonly<Record<string, string | TitledText>>,
): string {
  return codeList(
    Object.entries(docs).map(([code, { meaning, params }]) => {
      const text = texts[code] ?? '';
      return { code, meaning, params, texts: typeof text === 'string' ? [text] : [text.title, text.body] };
    }),
  );
}
