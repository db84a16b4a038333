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
import type { AppliedImport, ImportedChanges, StagedImport } from '../endpoints/import-commands.ts';
import { ImportError } from './import-error.ts';
import { createMerge, type MergedEndpoint } from './merge.ts';
import { byPastKey } from './past.ts';
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
  /**
   * Adds and updates endpoints, with the history that was recorded for those that were staged. It waits for other
   * changes that are under way; until it begins, the signal cancels it.
   */
  readonly apply: (
    changes: ImportedChanges,
    staged: StagedImport | null,
    signal?: AbortSignal,
  ) => Promise<AppliedImport>;
  /** Stores the new endpoints where nobody sees them, until their history is complete. */
  readonly stage: (changes: ImportedChanges) => Promise<StagedImport>;
  /** Discards what was staged. */
  readonly discard: (staged: StagedImport) => Promise<void>;
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
  /**
   * @param id of a preview: cancels the import of its history, after which nothing is added. Absent: cancels the reading of files,
   * and not the import of history, which may be that of another page
   */
  cancel(id?: number): void;
  /**
   * @param history whether the past checks of endpoints that are added are imported, too. Default false
   * @throws RequestError `notFound` when this is not the latest preview or it was cancelled, `invalid` when it has no such
   * entry, its history cannot be read, or an endpoint was added or changed while its history was imported, `unavailable` while
   * another import records its history
   */
  add(id: number, entries: readonly number[], history?: boolean): Promise<ImportedEndpoints>;
  /** Of the history that is being imported; null: none is. */
  progress(): ImportProgress | null;
  /** @throws RequestError `notFound` when this is not the last import */
  undo(id: number): Promise<void>;
  /** Cancels everything, and resolves when the store is no longer used. */
  stop(): Promise<void>;
}

export function createImports(options: ImportsOptions): Imports {
  const { kinds, workerUrl, existing, complete, apply, undo } = options;
  let reading = new AbortController();
  /** The import that records its history; null: none does. */
  let recording: Recording | null = null;
  let isStopped = false;
  let progress: ImportProgress | null = null;
  let last: Last = { id: 0, merged: [], past: null };
  let applied: { readonly id: number; readonly change: AppliedImport } | null = null;

  /** @returns a signal that is aborted when the next files are read */
  function begin(): AbortSignal {
    reading.abort(replaced());
    reading = new AbortController();
    return reading.signal;
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
    cancel(id) {
      if (id === undefined) begin();
      else if (id === recording?.id) recording.cancelling.abort(replaced());
    },
    async stop() {
      isStopped = true;
      reading.abort(stopping());
      recording?.cancelling.abort(stopping());
      // The caller of `add` gets its error.
      await recording?.done.catch(() => undefined);
    },
    async add(id, entries, history = false) {
      if (isStopped) throw stopping();
      // It could not be cancelled by itself, and both may have the same endpoints.
      if (recording !== null) throw new RequestError('importRunning', {});
      if (id !== last.id) throw replaced();
      const { merged, past } = last;
      const chosen = chosenOf(merged, entries);
      if (past === null || !history) {
        const change = await apply(changesOf(chosen, complete), null);
        applied = { id, change };
        return { added: change.added, updated: change.updated, pastChecks: null };
      }
      const cancelling = new AbortController();
      const onProgress = (next: ImportProgress): void => {
        progress = next;
      };
      const done = addWithPast(chosen, past, { ...options, signal: cancelling.signal, onProgress });
      recording = { id, cancelling, done };
      try {
        const { change, pastChecks } = await done;
        applied = { id, change };
        return { added: change.added, updated: change.updated, pastChecks };
      } finally {
        recording = null;
        progress = null;
      }
    },
    async undo(id) {
      if (applied?.id !== id) throw replaced();
      const { change } = applied;
      applied = null;
      await undo(change);
    },
  };
}

interface Recording {
  /** Of the preview. */
  readonly id: number;
  readonly cancelling: AbortController;
  readonly done: Promise<unknown>;
}

interface Last {
  readonly id: number;
  readonly merged: readonly MergedEndpoint[];
  /** The files, if they have past checks. */
  readonly past: { readonly files: readonly SourceFile[]; readonly from: string | undefined } | null;
}

/** The entries of a preview by their index. @throws RequestError `invalid` for an index that it does not have */
function chosenOf(merged: readonly MergedEndpoint[], indexes: readonly number[]): readonly MergedEndpoint[] {
  return [...new Set(indexes)].map((index) => {
    const entry = merged[index];
    if (entry !== undefined) return entry;
    throw invalid([issueOf('notInPreview', 'entries', { max: merged.length - 1 }, { given: index })]);
  });
}

interface AddWithPastOptions extends ImportsOptions {
  /** Aborted when the import is cancelled. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** Records the history of the new endpoints outside of the queue of changes, and then adds them. */
async function addWithPast(
  chosen: readonly MergedEndpoint[],
  { files, from }: NonNullable<Last['past']>,
  { workerUrl, complete, apply, stage, discard, store, now, signal, onProgress }: AddWithPastOptions,
): Promise<{ readonly change: AppliedImport; readonly pastChecks: number }> {
  if (workerUrl === null) throw new RequestError('cannotImport', {});
  const changes = changesOf(chosen, complete);
  const staged = await stage(changes);
  let pastChecks: number;
  try {
    const imported = chosen.filter(isAdded).map((one) => one.imported);
    const created = staged.created.map(({ stored }) => stored);
    const { wanted, find: endpointOf } = byPastKey(imported, created);
    const parts = runPast(files, { workerUrl, signal, from: from ?? null, wanted, now: now() });
    pastChecks = await recordPast(parts, { store, signal, onProgress, endpointOf });
    signal.throwIfAborted();
  } catch (error) {
    await discard(staged);
    throw error instanceof ImportError ? new RequestError('importUnreadable', { problem: error.issue }) : error;
  }
  return { change: await apply(changes, staged, signal), pastChecks };
}

const isHistory = ({ code }: Pick<ImportWarning, 'code'>): boolean => code === 'import.history';
const isAdded = ({ state }: Pick<MergedEndpoint, 'state'>): boolean => state === 'new' || state === 'exists';

const replaced = (): RequestError => new RequestError('importReplaced', {});
const stopping = (): RequestError => new RequestError('stopping', {});

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
