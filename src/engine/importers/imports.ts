/** Imports files of endpoints: previews them first, then adds and updates the entries that the person chooses. */
import {
  IMPORT_BYTES,
  type ImportEntry,
  type ImportFile,
  type ImportPreview,
  type ImportProgress,
  type ImportedEndpoints,
} from '../../contract/channels/imports.ts';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { ImportWarning } from '../../contract/model/import-warning.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';
import { RequestError, invalid } from '../base/request-error.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { CheckKind } from '../check/kind.ts';
import { parseEndpoint } from '../check/parse-endpoint.ts';
import type { AppliedImport, ImportedChanges } from '../endpoints/import-commands.ts';
import type { ImportedEndpoint } from './importer.ts';
import { createMerge, type MergedEndpoint } from './merge.ts';
import type { PastKey } from './past.ts';
import { recordPast, type RecordPastOptions } from './record-past.ts';
import { refusal, runImport } from './run-import.ts';
import { runPast } from './run-past.ts';
import type { SourceFile } from './source.ts';

/** At most this many problems are shown at once. The person sees the others after fixing these. */
const PROBLEMS = 20;
/** At most this many warnings are sent to a page. */
const WARNINGS = 1_000;

export interface ImportsOptions {
  readonly kinds: readonly CheckKind[];
  /** The module of the worker thread that reads files; null: this engine cannot import files. */
  readonly workerUrl: URL | null;
  /** The existing endpoints, with secrets in clear where an import can change them. */
  readonly existing: () => Promise<readonly Pick<Endpoint, 'id' | 'config' | 'target'>[]>;
  /** Fills in the settings for new endpoints. */
  readonly complete: (input: EndpointInput) => EndpointInput;
  readonly apply: (changes: ImportedChanges) => Promise<AppliedImport>;
  readonly undo: (applied: AppliedImport) => Promise<void>;
  /** Gets the history. */
  readonly store: RecordPastOptions['store'];
  readonly now: () => EpochMs;
}

/** Only the latest files count. Starting to read files cancels the reading of earlier ones. */
export interface Imports {
  /**
   * @throws RequestError `notFound` when it was cancelled or the reading of other files started meanwhile, `unavailable`
   * when this engine cannot import files
   */
  read(files: readonly ImportFile[], from?: string): Promise<ImportPreview>;
  /** Cancels the reading of files, and the import of history, after which nothing is added. */
  cancel(): void;
  /**
   * @param history whether the past checks of endpoints that are added are imported, too. Default false
   * @throws RequestError `notFound` when this is not the latest preview or it was cancelled, `invalid` when it has no such
   * entry
   */
  add(id: number, entries: readonly number[], history?: boolean): Promise<ImportedEndpoints>;
  /** Of the history that is being imported; null: none is. */
  progress(): ImportProgress | null;
  /** @throws RequestError `notFound` when this is not the last import */
  undo(id: number): Promise<void>;
}

export function createImports(options: ImportsOptions): Imports {
  const { kinds, workerUrl, existing, complete, apply, undo, store, now } = options;
  let reading = new AbortController();
  let adding = new AbortController();
  let progress: ImportProgress | null = null;
  let last: Last = { id: 0, merged: [], past: null };
  let applied: { readonly id: number; readonly change: AppliedImport } | null = null;

  /** @returns a signal that is aborted when the next files are read */
  function begin(): AbortSignal {
    reading.abort(replaced());
    reading = new AbortController();
    return reading.signal;
  }

  /** Records the past of new endpoints, which are in the order of `imported`. */
  async function record(
    created: readonly Endpoint[],
    imported: readonly ImportedEndpoint[],
    { files, from, signal }: NonNullable<Last['past']> & { readonly signal: AbortSignal },
  ): Promise<number> {
    if (workerUrl === null) throw new RequestError('cannotImport', {});
    const endpoints = new Map(imported.map((one, index) => [keyOf(one), created[index]]));
    const parts = runPast(files, { workerUrl, signal, from: from ?? null, wanted: imported.map(toKey), now: now() });
    try {
      const onProgress = (next: ImportProgress) => {
        progress = next;
      };
      return await recordPast(parts, { store, signal, onProgress, endpointOf: (key) => endpoints.get(keyOf(key)) });
    } finally {
      progress = null;
    }
  }

  return {
    progress: () => progress,
    async read(given, from) {
      if (workerUrl === null) throw new RequestError('cannotImport', {});
      const signal = begin();
      const files = given.map(fileOf);
      const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
      const { formats, endpoints, warnings, error, moreErrors } =
        bytes > IMPORT_BYTES
          ? refusal(files, issueOf('file.allTooLarge', '', { maxBytes: IMPORT_BYTES }))
          : await runImport(files, { workerUrl, signal, from: from ?? null });
      const merge = createMerge({ parse: (input) => parseEndpoint(input, kinds), existing: await existing() });
      const merged = await inTimeSlices(endpoints, merge, signal);
      signal.throwIfAborted();
      const hasHistory = warnings.some(isHistory);
      last = { id: last.id + 1, merged, past: hasHistory ? { files, from } : null };
      return {
        id: last.id,
        formats,
        fileName: files[0]?.name ?? '',
        entries: merged.map(entryOf),
        warnings: warnings.filter((warning) => !isHistory(warning)).slice(0, WARNINGS),
        hasHistory,
        problems: error === null ? [] : [error, ...moreErrors].slice(0, PROBLEMS),
      };
    },
    cancel() {
      begin();
      adding.abort(replaced());
    },
    async add(id, entries, history = false) {
      if (id !== last.id) throw replaced();
      const chosen = [...new Set(entries)].map((index) => {
        const merged = last.merged[index];
        if (merged === undefined) {
          throw invalid([issueOf('notInPreview', 'entries', { max: last.merged.length - 1 }, { given: index })]);
        }
        return merged;
      });
      const { past } = last;
      adding = new AbortController();
      const { signal } = adding;
      let pastChecks: number | null = null;
      const changes = changesOf(chosen, complete);
      const change = await apply(
        past === null || !history
          ? changes
          : {
              ...changes,
              recordPast: async (created) => {
                pastChecks = await record(
                  created,
                  chosen.filter(isAdded).map(({ imported }) => imported),
                  { ...past, signal },
                );
              },
            },
      );
      applied = { id, change };
      return { added: change.added, updated: change.updated, pastChecks };
    },
    async undo(id) {
      if (applied?.id !== id) throw replaced();
      const { change } = applied;
      applied = null;
      await undo(change);
    },
  };
}

interface Last {
  readonly id: number;
  readonly merged: readonly MergedEndpoint[];
  /** The files, if they have past checks. */
  readonly past: { readonly files: readonly SourceFile[]; readonly from: string | undefined } | null;
}

const isHistory = ({ code }: Pick<ImportWarning, 'code'>): boolean => code === 'import.history';
const isAdded = ({ state }: Pick<MergedEndpoint, 'state'>): boolean => state === 'new' || state === 'exists';
const toKey = ({ source, sourceId }: PastKey): PastKey => ({ source, sourceId });
const keyOf = ({ source, sourceId }: PastKey): string => JSON.stringify([source, sourceId]);

const replaced = (): RequestError => new RequestError('importReplaced', {});

function fileOf({ name, text, base64, inFolder = false }: ImportFile): SourceFile {
  return {
    name,
    inFolder,
    bytes: new Uint8Array(base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64')),
  };
}

/** What the chosen entries add and update. Entries without changes are left out. */
export function changesOf(
  chosen: readonly MergedEndpoint[],
  complete: (input: EndpointInput) => EndpointInput,
): ImportedChanges {
  return {
    create: chosen
      .filter(isAdded)
      .map(({ input, imported }) => ({ input: complete(input), paused: imported.paused === true })),
    update: chosen.flatMap(({ state, id, input }) => (state === 'changed' && id !== null ? [{ id, input }] : [])),
  };
}

function entryOf({ imported, kind, target, state, changes }: MergedEndpoint): ImportEntry {
  return { name: imported.name, kind, target, state, changes, paused: imported.paused === true };
}
