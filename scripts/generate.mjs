/**
 * Writes the files that are generated from the sources: `resources/lookout.schema.json` (for editors of lookout.yaml),
 * `docs/api.md`, and the licences for the page's “About”.
 *
 *   node scripts/generate.mjs [--check]      --check: writes nothing, and fails when a file is out of date
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CHANNELS } from '../src/contract/channels/index.ts';
import { PUSHES_PER_SECOND, PUSH_BURST, PUSH_BYTES } from '../src/contract/channels/snapshot.ts';
import { DURATION_PATTERN, writeDuration } from '../src/shared/duration.ts';
import { endpointJsonSchema } from '../src/engine/check/registry.ts';
import { requestSchemas } from '../src/engine/requests/schemas.ts';
import { licences } from './licences.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

/** The schema of a whole lookout.yaml: what `engine/importers/lookout-yaml/load.ts` accepts. */
function configSchema() {
  const endpoint = withUnits(endpointJsonSchema());
  const kinds = endpoint.oneOf ?? endpoint.anyOf ?? [endpoint];
  const defaults = {};
  for (const { properties, required } of kinds) {
    for (const [name, { default: _, ...schema }] of Object.entries(properties)) {
      // Fields that each endpoint must set itself have no default.
      if (name === 'name' || required.includes(name)) continue;
      const known = defaults[name];
      // Where kinds accept different values, the endpoints' own schemas describe them.
      defaults[name] = known === undefined || JSON.stringify(known) === JSON.stringify(schema) ? schema : {};
    }
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'lookout.yaml',
    description: 'The endpoints that Lookout watches. Durations have a unit: 500ms, 30s, 1m30s, 2h.',
    type: 'object',
    properties: {
      defaults: {
        description: 'Values for endpoints that do not set these fields themselves, where their kind has them.',
        type: 'object',
        properties: defaults,
        additionalProperties: false,
      },
      endpoints: { description: 'The endpoints. Names are unique.', type: 'array', items: endpoint },
    },
    required: ['endpoints'],
    additionalProperties: false,
  };
}

/** The same schema without durations as plain numbers: scripts may send milliseconds, a file must name the unit. */
function withUnits(node) {
  if (Array.isArray(node)) return node.map(withUnits);
  if (typeof node !== 'object' || node === null) return node;
  if (node.pattern !== DURATION_PATTERN) {
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withUnits(value)]));
  }
  const { anyOf: _anyOf, minimum: _minimum, maximum: _maximum, default: preset, ...rest } = node;
  return { ...rest, type: 'string', ...(preset === undefined ? {} : { default: withUnit(preset) }) };
}

/** Zod returns a default in milliseconds; the default of a form field already has a unit. */
const withUnit = (preset) => (typeof preset === 'number' ? writeDuration(preset) : preset);

/** `docs/api.md`: the channels with their arguments and answers. */
async function apiDocument() {
  const folder = join(ROOT, 'src/contract/channels');
  const files = (await readdir(folder)).toSorted();
  const source = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
  const answers = new Map();
  for (const [, channel, answer] of source.matchAll(
    /^ {2}'([\w.]+)': \{\s+args: [\s\S]*?;\s+answer: ([^;]+?);?\s+\};$/gm,
  )) {
    answers.set(channel, answer);
  }
  const parts = Object.entries(CHANNELS).map(([channel, sentence]) => {
    const answer = answers.get(channel);
    if (answer === undefined) throw new Error(`src/contract/channels/ declares no answer for ${channel}`);
    return `### \`${channel}\`\n\n${sentence}\n\n${argumentsTable(requestSchemas[channel])}\n\nAnswers \`${answer}\`.\n`;
  });
  return `<!-- Made by "npm run generate" from src/contract/channels/ and src/engine/requests/schemas.ts. -->

# The API

One contract for all clients: the page on the desktop over Electron's IPC, and the page of \`lookout serve\` and your own
scripts over HTTP. The types named here are in [\`src/contract/\`](../src/contract/), with the meaning and the
unit of each field. Times are milliseconds since 1970, durations are milliseconds.

## Over HTTP

\`lookout serve\` prints an address with a token: \`http://127.0.0.1:4477/#token=…\`. A request is
\`POST /api/<channel>\` with the token and JSON arguments, and is answered with JSON:

\`\`\`sh
curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"endpoints": [{"kind": "http", "url": "https://example.org/"}]}' \\
  http://127.0.0.1:4477/api/endpoints.create
\`\`\`

No body means no arguments. \`Content-Type\` is \`application/json\`; a body may have up to 1 MB. A request that fails
changes nothing and is answered with \`{ code, reason, params, message, issues }\`: \`code\` is in the table below,
\`reason\` with its \`params\` says more exactly why, and \`message\` is the sentence for people. Each issue has the \`path\`
of a field (\`endpoints[0].interval\`), a \`code\` with its \`params\`, the \`message\`, and in \`given\` the value that was refused.

| status | code             | meaning                                                              |
| ------ | ---------------- | -------------------------------------------------------------------- |
| 200    |                  | done; the body is the answer                                         |
| 400    | \`invalid\`        | the arguments are not valid, or not JSON                             |
| 401    | \`invalid\`        | the token is wrong or missing                                        |
| 403    | \`invalid\`        | \`Host\` is not this server, or \`Origin\` is not its own page           |
| 404    | \`unknownChannel\` | there is no such channel                                             |
| 404    | \`notFound\`       | there is no such endpoint                                            |
| 405    | \`invalid\`        | the method is not POST                                               |
| 409    | \`readOnly\`       | the endpoint comes from lookout.yaml and is changed there            |
| 413    | \`invalid\`        | the body is too large                                                |
| 415    | \`invalid\`        | the body is not \`application/json\`                                   |
| 500    | \`internal\`       | a bug; the log of Lookout has the stack                              |
| 503    | \`unavailable\`    | Lookout is stopping, or cannot use its data                          |

\`GET /healthz\` needs no token: 200 and \`{"status":"ok","version":"…","endpoints":3}\`, or 503 while stopping.

## Pushes

The WebSocket \`/api/pushes\` sends every change as a \`Push\`: \`{ seq, at, changes }\`, at most ${PUSHES_PER_SECOND} a second (after a rest, ${PUSH_BURST} at once) and
${PUSH_BYTES / 1024} KB each. Give the token in \`Authorization: Bearer\`, or, where headers cannot be set (in a page), as a
subprotocol: \`new WebSocket(url, ['lookout.v1', 'token.' + token])\`. Then ask for \`app.snapshot\`, and apply the pushes
whose \`seq\` is higher than the snapshot's, each one more than the last. After a gap, ask for a new snapshot: a client
that reads too slowly is cut off. Nothing is sent the other way.

## Channels

${parts.join('\n')}`;
}

/** The arguments as a table, one line each. */
function argumentsTable(schema) {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  const rows = Object.entries(properties).map(
    ([name, field]) => `| \`${name}\` | ${typeOf(field)} | ${required.includes(name) ? 'yes' : 'no'} |`,
  );
  if (rows.length === 0) return 'No arguments.';
  return ['| argument | what it is | required |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A JSON Schema in a few words. */
function typeOf(schema) {
  if (schema.enum) return `one of ${schema.enum.map((value) => `\`${value}\``).join(', ')}`;
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array')
    return `a list of ${bounds(schema.minItems, schema.maxItems, 'entries')}: ${typeOf(schema.items)}`;
  if (schema.type === 'string') return `a string${bounds(schema.minLength, schema.maxLength, 'characters', ' of ')}`;
  if (schema.type === 'integer' || schema.type === 'number') {
    const word = schema.type === 'integer' ? 'a whole number' : 'a number';
    return `${word}${bounds(schema.minimum, schema.maximum, '', ' from ')}`;
  }
  if (schema.type === 'object') {
    const { properties = {}, additionalProperties } = schema;
    if (Object.hasOwn(properties, 'kind') && additionalProperties !== false) return 'an `EndpointInput`';
    return `an object: ${Object.entries(properties)
      .map(([name, field]) => `\`${name}\` (${typeOf(field)})`)
      .join(', ')}`;
  }
  return schema.type === 'boolean' ? 'true or false' : 'anything';
}

function bounds(min, max, unit, before = '') {
  if (max === undefined || max === Number.MAX_SAFE_INTEGER)
    return min ? `${before}${number(min)} or more ${unit}`.trimEnd() : '';
  return `${before}${number(min ?? 0)} to ${number(max)} ${unit}`.trimEnd();
}

function number(value) {
  return value.toLocaleString('en-US');
}

/** Formats a text as `npm run format` does, so that the two agree. */
function formatted(path, text) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/oxfmt/bin/oxfmt'), `--stdin-filepath=${path}`],
    { cwd: ROOT, input: text, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`Formatting ${path} failed: ${stderr}`);
  return stdout;
}

const files = {
  'resources/lookout.schema.json': JSON.stringify(configSchema(), null, 2),
  'docs/api.md': await apiDocument(),
  'src/renderer/features/settings/licences.json': JSON.stringify(await licences(ROOT), null, 2),
};
let stale = false;
for (const [path, text] of Object.entries(files)) {
  const wanted = formatted(path, text);
  const there = await readFile(join(ROOT, path), 'utf8').catch(() => null);
  if (there === wanted) continue;
  if (values.check) {
    process.stderr.write(`${path} is out of date; run "npm run generate".\n`);
    stale = true;
  } else {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), wanted);
    process.stderr.write(`Wrote ${path}\n`);
  }
}
if (stale) process.exitCode = 1;
