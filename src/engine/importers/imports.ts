/** Imports files of endpoints: previews them first, then adds and updates the entries that the person chooses. */
import type { ImportFile, ImportPreview, ImportProgress, ImportedEndpoints } from '../../contract/channels/imports.ts';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';
import { RequestError, invalid } from '../base/request-error.ts';
import type { CheckKind } from '../check/kind.ts';
import type { AppliedImport, ImportedChanges, StagedImport } from '../endpoints/import-commands.ts';
import { ImportError } from './import-error.ts';
import { readFiles, type Past, type Preview } from './import-preview.ts';
import type { MergedEndpoint } from './merge.ts';
import { byPastKey } from './past.ts';
import { recordPast, type RecordPastOptions } from './record-past.ts';
import { runPast } from './run-past.ts';

/** At most this many imports are kept, each with its files if they have past checks. Beyond that, the oldest is forgotten. */
const KEPT = 4;

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

/** Imports of several people do not affect each other. Each has an id, which its client may choose. */
export interface Imports {
  /**
   * @param choice `id`: absent: a new one. `from`: the format; absent: it is recognized
   * @throws RequestError `notFound` when it was cancelled or forgotten meanwhile, `unavailable` when this engine cannot import
   * files
   */
  read(files: readonly ImportFile[], choice?: ImportChoice): Promise<ImportPreview>;
  /**
   * Cancels the reading of files, or the import of history, after which nothing is added and the preview stays. Otherwise,
   * forgets the preview. Does nothing when there is no such import.
   */
  cancel(id: string): void;
  /**
   * @param history whether the past checks of endpoints that are added are imported, too. Default false
   * @throws RequestError `notFound` when there is no such preview or it was cancelled, `invalid` when it has no such
   * entry, its history cannot be read, or an endpoint was added or changed while its history was imported, `unavailable` while
   * another import records its history
   */
  add(id: string, entries: readonly number[], history?: boolean): Promise<ImportedEndpoints>;
  /** Of the history that is being imported; null: none is. */
  progress(id: string): ImportProgress | null;
  /** @throws RequestError `notFound` when it added nothing, was undone, or is no longer kept */
  undo(id: string): Promise<void>;
  /** Cancels everything, and resolves when the store is no longer used. */
  stop(): Promise<void>;
}

export interface ImportChoice {
  readonly id?: string | undefined;
  readonly from?: string | undefined;
}

export function createImports(options: ImportsOptions): Imports {
  const { workerUrl, complete, apply, undo } = options;
  /** Oldest first. */
  const imports = new Map<string, Import>();
  /** The import that records its history; null: none does. */
  let recording: { readonly id: string; readonly cancelling: AbortController; readonly done: Promise<unknown> } | null =
    null;
  let isStopped = false;

  function begin(id: string): Import {
    if (recording?.id === id) throw new RequestError('importRunning', {});
    forget(id);
    const one: Import = { reading: new AbortController(), preview: null, progress: null, applied: null };
    imports.set(id, one);
    const oldest = [...imports.keys()].find((other) => other !== recording?.id);
    if (imports.size > KEPT && oldest !== undefined) forget(oldest);
    return one;
  }

  function forget(id: string): void {
    imports.get(id)?.reading.abort(replaced());
    imports.delete(id);
  }

  async function addRecording(
    id: string,
    one: Import,
    chosen: readonly MergedEndpoint[],
    past: Past,
  ): ReturnType<typeof addWithPast> {
    const cancelling = new AbortController();
    const onProgress = (next: ImportProgress) => {
      one.progress = next;
    };
    const done = addWithPast(chosen, past, { ...options, signal: cancelling.signal, onProgress });
    recording = { id, cancelling, done };
    try {
      return await done;
    } finally {
      recording = null;
      one.progress = null;
    }
  }

  return {
    progress: (id) => imports.get(id)?.progress ?? null,
    async read(given, { id = crypto.randomUUID(), from } = {}) {
      if (workerUrl === null) throw new RequestError('cannotImport', {});
      const one = begin(id);
      const { preview, shown } = await readFiles(
        given,
        { id, from },
        { ...options, workerUrl, signal: one.reading.signal },
      );
      one.preview = preview;
      return shown;
    },
    cancel(id) {
      if (recording?.id === id) recording.cancelling.abort(replaced());
      else forget(id);
    },
    async stop() {
      isStopped = true;
      for (const { reading } of imports.values()) reading.abort(stopping());
      recording?.cancelling.abort(stopping());
      // The caller of `add` gets its error.
      await recording?.done.catch(() => undefined);
    },
    async add(id, entries, history = false) {
      if (isStopped) throw stopping();
      // Both may have the same endpoints.
      if (recording !== null) throw new RequestError('importRunning', {});
      const one = imports.get(id);
      if (one === undefined || one.preview === null) throw replaced();
      const { merged, past } = one.preview;
      const chosen = chosenOf(merged, entries);
      const { change, pastChecks } =
        past === null || !history
          ? { change: await apply(changesOf(chosen, complete), null), pastChecks: null }
          : await addRecording(id, one, chosen, past);
      one.applied = change;
      return { added: change.added, updated: change.updated, pastChecks };
    },
    async undo(id) {
      const one = imports.get(id);
      if (one === undefined || one.applied === null) throw replaced();
      const { applied } = one;
      one.applied = null;
      await undo(applied);
    },
  };
}

interface Import {
  /** Aborted when the import is cancelled or forgotten. */
  readonly reading: AbortController;
  /** Null: the files are still being read. */
  preview: Preview | null;
  /** Null: no history is being imported. */
  progress: ImportProgress | null;
  /** What it has added and changed; null: nothing, or that was undone. */
  applied: AppliedImport | null;
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
  { files, from }: Past,
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

const isAdded = ({ state }: Pick<MergedEndpoint, 'state'>): boolean => state === 'new' || state === 'exists';

const replaced = (): RequestError => new RequestError('importReplaced', {});
const stopping = (): RequestError => new RequestError('stopping', {});

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
