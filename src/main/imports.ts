/** A lookout.yaml that is dropped on the window or given to a start: looked at first, added when the person says so. */
import { basename } from 'node:path';
import type { ImportEntry, ImportPreview } from '../contract/channels.ts';
import type { Endpoint, EndpointInput } from '../contract/model.ts';
import { parseEndpoint } from '../engine/check/registry.ts';
import { formatConfigError } from '../engine/importers/lookout-yaml/config-error.ts';
import type { LoadedConfig } from '../engine/importers/lookout-yaml/load.ts';
import { readConfigFile, readConfigText } from '../engine/importers/lookout-yaml/read.ts';
import type { Engine } from '../engine/engine.ts';
import { inSlices } from '../engine/base/time-slices.ts';
import { RequestError, invalid } from '../engine/base/request-error.ts';

/** So many problems are told; who mends them sees the next. */
const PROBLEMS = 20;

/** Whichever file was begun last is the one that counts; the reading of an earlier one ends with that. */
export interface Imports {
  /** @throws RequestError `notFound` when another file was begun meanwhile */
  readText(fileName: string, text: string): Promise<ImportPreview>;
  /** Keeps what the file would add for the page to ask for. Never rejects: what cannot be read is a problem in it. */
  readFile(path: string): Promise<void>;
  /** What `readFile` kept; once, and only while it is the last. */
  takeWaiting(): ImportPreview | null;
  /** @throws RequestError `notFound` when the preview is no longer the last, `invalid` when an entry is not in it */
  add(id: number, entries: readonly number[]): Promise<Endpoint[]>;
}

/** @param workerUrl the module of the thread that reads config files */
export function createImports(engine: Pick<Engine, 'request'>, workerUrl: URL): Imports {
  let reading = new AbortController();
  let last: { readonly id: number; readonly inputs: readonly EndpointInput[] } = { id: 0, inputs: [] };
  let waiting: ImportPreview | null = null;

  /** @returns the signal that ends with the next one */
  function begin(): AbortSignal {
    reading.abort(overtaken());
    reading = new AbortController();
    return reading.signal;
  }

  function keep(fileName: string, { inputs, entries, problems }: Found, signal: AbortSignal): ImportPreview {
    signal.throwIfAborted();
    last = { id: last.id + 1, inputs };
    waiting = null;
    return { id: last.id, fileName, entries, problems };
  }

  async function find(fileName: string, loaded: LoadedConfig, signal: AbortSignal): Promise<Found> {
    if (!loaded.ok) {
      const errors = loaded.errors.slice(0, PROBLEMS);
      return nothing(errors.map((error) => formatConfigError({ ...error, file: fileName })));
    }
    const inputs = loaded.endpoints;
    if (inputs.length === 0) return nothing([`${fileName}: There are no endpoints in it.`]);
    const { endpoints } = await engine.request('app.snapshot', {});
    const known = new Set(endpoints.map(({ endpoint }) => keyOf(endpoint.config.kind, endpoint.target)));
    return { inputs, entries: await inSlices(inputs, (input) => entryOf(input, known), signal), problems: [] };
  }

  return {
    async readText(fileName, text) {
      const signal = begin();
      const loaded = await readConfigText(text, fileName, { workerUrl, signal });
      return keep(fileName, await find(fileName, loaded, signal), signal);
    },
    async readFile(path) {
      const fileName = basename(path);
      const signal = begin();
      try {
        const loaded = await readConfigFile(path, { workerUrl, signal });
        waiting = keep(fileName, await find(fileName, loaded, signal), signal);
      } catch (error) {
        if (signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        waiting = keep(fileName, nothing([`${fileName}: ${reason}`]), signal);
      }
    },
    takeWaiting() {
      const taken = waiting;
      waiting = null;
      return taken;
    },
    async add(id, entries) {
      if (id !== last.id) throw overtaken();
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

/** What a file would add, or why it cannot be read. */
interface Found extends Pick<ImportPreview, 'entries' | 'problems'> {
  /** As many as there are entries. */
  readonly inputs: readonly EndpointInput[];
}

const nothing = (problems: readonly string[]): Found => ({ inputs: [], entries: [], problems });

const overtaken = (): RequestError =>
  new RequestError('notFound', 'Another file was looked at since. Look at this one again.');

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
