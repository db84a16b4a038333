/** A lookout.yaml that is dropped on the window or given to a start: looked at first, added when the person says so. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportEntry, ImportPreview } from '../contract/channels.ts';
import type { Endpoint, EndpointInput } from '../contract/model.ts';
import { parseEndpoint } from '../engine/check/registry.ts';
import { formatConfigError } from '../engine/config-file/config-error.ts';
import { readConfigText } from '../engine/config-file/read.ts';
import type { Engine } from '../engine/engine.ts';
import { inSlices } from '../engine/in-slices.ts';
import { RequestError, invalid } from '../engine/requests/request-error.ts';

/** More is no config file, and is not read to find that out. Bytes. */
const MAX_BYTES = 20 * 1024 * 1024;
/** So many problems are told; who mends them sees the next. */
const PROBLEMS = 20;

export interface Imports {
  readText(fileName: string, text: string): Promise<ImportPreview>;
  /** Keeps what the file would add for the page to ask for. Never rejects: what cannot be read is a problem in it. */
  readFile(path: string): Promise<void>;
  /** What `readFile` kept; once. */
  takeWaiting(): ImportPreview | null;
  /** @throws RequestError `notFound` when the preview is no longer the last, `invalid` when an entry is not in it */
  add(id: number, entries: readonly number[]): Promise<Endpoint[]>;
}

/** @param workerUrl the module of the thread that reads config files */
export function createImports(engine: Pick<Engine, 'request'>, workerUrl: URL): Imports {
  let last: { readonly id: number; readonly inputs: readonly EndpointInput[] } = { id: 0, inputs: [] };
  let waiting: ImportPreview | null = null;

  function keep(fileName: string, inputs: readonly EndpointInput[], rest: Omit<ImportPreview, 'id' | 'fileName'>) {
    last = { id: last.id + 1, inputs };
    return { id: last.id, fileName, ...rest };
  }

  const refuse = (fileName: string, problems: readonly string[]): ImportPreview =>
    keep(fileName, [], { entries: [], problems });

  async function preview(fileName: string, text: string): Promise<ImportPreview> {
    const loaded = await readConfigText(text, fileName, { workerUrl });
    if (!loaded.ok) return refuse(fileName, loaded.errors.slice(0, PROBLEMS).map(formatConfigError));
    if (loaded.endpoints.length === 0) return refuse(fileName, [`${fileName}: There are no endpoints in it.`]);
    const { endpoints } = await engine.request('app.snapshot', {});
    const known = new Set(endpoints.map(({ endpoint }) => keyOf(endpoint.config.kind, endpoint.target)));
    return keep(fileName, loaded.endpoints, {
      entries: await inSlices(loaded.endpoints, (input) => entryOf(input, known)),
      problems: [],
    });
  }

  return {
    readText: preview,
    async readFile(path) {
      const fileName = basename(path);
      try {
        const { size } = await stat(path);
        if (size > MAX_BYTES) throw new Error(`it has ${size} bytes, more than ${MAX_BYTES}`);
        waiting = await preview(fileName, new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        waiting = refuse(fileName, [`Expected ${path} to be a lookout.yaml that can be read, got: ${reason}`]);
      }
    },
    takeWaiting() {
      const taken = waiting;
      waiting = null;
      return taken;
    },
    async add(id, entries) {
      if (id !== last.id)
        throw new RequestError('notFound', 'Another file was looked at since. Look at this one again.');
      const inputs = [...new Set(entries)].map((index) => {
        const input = last.inputs[index];
        if (input === undefined) {
          const message = `Expected entries to be from 0 to ${last.inputs.length - 1}, got ${index}`;
          throw invalid([{ path: 'entries', message }]);
        }
        return input;
      });
      return engine.request('endpoints.create', { endpoints: inputs });
    },
  };
}

/** @param known keys of what is there; this one is put to them */
function entryOf(input: EndpointInput, known: Set<string>): ImportEntry {
  const parsed = parseEndpoint(input);
  // `readConfigText` gives only what `parseEndpoint` takes.
  if (!parsed.ok) throw new TypeError(parsed.issues[0]?.message);
  const { config, target } = parsed;
  const key = keyOf(config.kind, target);
  const duplicate = known.has(key);
  known.add(key);
  return { name: config.name, kind: config.kind, target, duplicate };
}

const keyOf = (kind: string, target: string): string => `${kind} ${target}`;
