/** Imports a file of endpoints: previews it first, then adds the entries that the person chooses. */
import type { ImportEntry, ImportPreview } from '../../contract/channels/imports.ts';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import { issueOf } from '../base/issues.ts';
import { RequestError, invalid } from '../base/request-error.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { CheckKind } from '../check/kind.ts';
import { parseEndpoint } from '../check/registry.ts';
import { importerOf } from './registry.ts';

export interface ImportsOptions {
  readonly kinds: readonly CheckKind[];
  /** The module of the worker thread that reads files; null: this engine cannot import files. */
  readonly workerUrl: URL | null;
  /** The existing endpoints. */
  readonly existing: () => Iterable<Pick<Endpoint, 'config' | 'target'>>;
  readonly create: (inputs: readonly EndpointInput[]) => Promise<Endpoint[]>;
}

/** Only the latest file counts. Starting to read a file cancels the reading of an earlier one. */
export interface Imports {
  /**
   * @throws RequestError `notFound` when the reading of another file started meanwhile, `unavailable` when this engine
   * cannot import files
   */
  read(fileName: string, text: string): Promise<ImportPreview>;
  /** @throws RequestError `notFound` when this is not the latest preview, `invalid` when it has no such entry */
  add(id: number, entries: readonly number[]): Promise<Endpoint[]>;
}

export function createImports({ kinds, workerUrl, existing, create }: ImportsOptions): Imports {
  let reading = new AbortController();
  let last: { readonly id: number; readonly inputs: readonly EndpointInput[] } = { id: 0, inputs: [] };

  /** @returns a signal that is aborted when the next file is read */
  function begin(): AbortSignal {
    reading.abort(replaced());
    reading = new AbortController();
    return reading.signal;
  }

  return {
    async read(fileName, text) {
      if (workerUrl === null) throw new RequestError('cannotImport', {});
      const signal = begin();
      const importer = importerOf(text, fileName);
      const { inputs = [], problems = [] } = await importer.read(text, { fileName, workerUrl, signal });
      const known = new Set([...existing()].map(({ config, target }) => keyOf(config.kind, target)));
      const entries = await inTimeSlices(inputs, (input) => entryOf(input, known, kinds), signal);
      signal.throwIfAborted();
      last = { id: last.id + 1, inputs };
      return { id: last.id, format: importer.format, fileName, entries, problems };
    },
    async add(id, entries) {
      if (id !== last.id) throw replaced();
      const inputs = [...new Set(entries)].map((index) => {
        const input = last.inputs[index];
        if (input === undefined) {
          throw invalid([issueOf('notInPreview', 'entries', { max: last.inputs.length - 1 }, { given: index })]);
        }
        return input;
      });
      return create(inputs);
    },
  };
}

const replaced = (): RequestError => new RequestError('importReplaced', {});

/** @param known the keys of the endpoints that exist; the key of this one is added */
function entryOf(input: EndpointInput, known: Set<string>, kinds: readonly CheckKind[]): ImportEntry {
  const parsed = parseEndpoint(input, kinds);
  // Importers return only inputs that `parseEndpoint` accepts.
  if (!parsed.ok) throw new TypeError(parsed.issues[0]?.code);
  const { config, target } = parsed;
  const key = keyOf(config.kind, target);
  const duplicate = known.has(key);
  known.add(key);
  return { name: config.name, kind: config.kind, target, duplicate };
}

const keyOf = (kind: string, target: string): string => `${kind} ${target}`;
