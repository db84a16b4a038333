/**
 * Writes the files that are generated from the sources: `resources/lookout.schema.json` (for editors of lookout.yaml),
 * `docs/api.md`, `src/headless/http/openapi.json`, `src/engine/remote/contract.json`, `docs/checks.md`, `docs/channels.md`, `docs/import.md`, and the licenses for the page's “About”.
 *
 *   node scripts/generate.mjs [--check]      --check: writes nothing, and fails when a file is out of date
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkKinds, kindDescriptors } from '../src/engine/check/registry.ts';
import { requestSchemas } from '../src/engine/requests/schemas.ts';
import { importers } from '../src/engine/importers/registry.ts';
import { en } from '../src/i18n/en/index.ts';
import { apiDocument } from './documents/api.ts';
import { configSchema } from './documents/config-schema.ts';
import { channelDescriptors } from '../src/engine/alerts/channel-registry.ts';
import { channelsDocument } from './documents/channels.ts';
import { checksDocument } from './documents/checks.ts';
import { importDocument } from './documents/import.ts';
import { openApiDocument } from './documents/openapi.ts';
import { remoteContract } from './documents/remote-contract.ts';
import { REMOTE_CHANNELS } from '../src/engine/remote/remote-channels.ts';
import { VERSION } from '../src/headless/base/version.ts';
import { licenses } from './licenses.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

/** The source of the contract's channels, which has the types of their answers. */
async function channelsSource() {
  const folder = join(ROOT, 'src/contract/channels');
  const names = (await readdir(folder)).toSorted();
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
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
  'resources/lookout.schema.json': JSON.stringify(configSchema(checkKinds), null, 2),
  'docs/api.md': apiDocument({ source: await channelsSource(), schemas: requestSchemas, catalogue: en }),
  'src/headless/http/openapi.json': JSON.stringify(
    openApiDocument({ schemas: requestSchemas, version: VERSION }),
    null,
    2,
  ),
  'src/engine/remote/contract.json': JSON.stringify(remoteContract(REMOTE_CHANNELS)),
  'docs/checks.md': checksDocument(
    kindDescriptors(),
    new Map(checkKinds.map(({ kind, triedAgainst }) => [kind, triedAgainst])),
  ),
  'docs/channels.md': channelsDocument(channelDescriptors()),
  'docs/import.md': importDocument(importers, en),
  'src/renderer/features/settings/licenses.json': JSON.stringify(await licenses(ROOT), null, 2),
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
