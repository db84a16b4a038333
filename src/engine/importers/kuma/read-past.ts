/** The history of the monitors of `kuma.db`, in parts. */
import type { DatabaseSync } from 'node:sqlite';
import type { PastCheck, PastKey, PastOptions, PastPart, ReadPast } from '../past.ts';
import type { Source } from '../source.ts';
import { logOf, openDatabase, readable } from './database.ts';
import { beatsOf, countBeats, planPast, type Monitor } from './past.ts';
import { keyOfMonitor } from './read.ts';

/** The checks of a part. */
const PART = 2000;

interface Wanted extends PastKey, Monitor {
  readonly beats: number;
}

export const readPast: ReadPast = async function* (sources, options) {
  const progress = { done: 0, all: 0 };
  const opened = [];
  await using stack = new AsyncDisposableStack();
  for (const source of sources.filter(({ isDatabase }) => isDatabase)) {
    const { database } = stack.use(await openDatabase(source, logOf(source, sources)));
    const monitors = readable(source, () => monitorsIn(database, source, options.wanted));
    progress.all += monitors.reduce((sum, { beats }) => sum + beats, 0);
    opened.push({ source, database, monitors });
  }
  for (const { source, database, monitors } of opened) {
    for (const monitor of monitors) yield* readableParts(source, partsOf(database, monitor, options, progress));
  }
};

/** @throws ImportError for an error of SQLite */
function* readableParts(source: Source, parts: Generator<PastPart>): Generator<PastPart> {
  for (;;) {
    const next = readable(source, () => parts.next());
    if (next.done === true) return;
    yield next.value;
  }
}

function monitorsIn(database: DatabaseSync, source: Source, wanted: readonly PastKey[]): readonly Wanted[] {
  const ids = new Set(wanted.filter(({ file }) => file === source.index).map(({ sourceId }) => sourceId));
  return database
    .prepare('SELECT id, type FROM monitor ORDER BY id')
    .all()
    .map(({ id, type }) => ({ id: Number(id), type: String(type), sourceId: keyOfMonitor(Number(id)) }))
    .filter(({ sourceId }) => ids.has(sourceId))
    .map((monitor) => ({ ...monitor, file: source.index, beats: countBeats(database, monitor.id) }));
}

function* partsOf(
  database: DatabaseSync,
  monitor: Wanted,
  { now }: PastOptions,
  progress: { done: number; all: number },
): Generator<PastPart> {
  const { file, sourceId } = monitor;
  const plan = planPast(database, monitor, now);
  const common = { file, sourceId, isMeasured: plan.isMeasured };
  const end = progress.done + monitor.beats;
  let counted: PastPart['counted'] = plan.counted;
  let checks: PastCheck[] = [];
  for (const check of beatsOf(database, monitor, plan)) {
    if (check.at >= now) continue;
    if (checks.length === PART) {
      progress.done = Math.min(progress.done + PART, end);
      yield { ...common, counted, checks, isLast: false, ...progress };
      counted = null;
      checks = [];
    }
    checks.push(check);
  }
  progress.done = end;
  yield { ...common, counted, checks, isLast: true, ...progress };
}
