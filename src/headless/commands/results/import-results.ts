/** `lookout import-results`: reads the checks in a file that `lookout export` wrote. */
import type { CheckResult } from '../../../contract/model/check.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { chartedMetrics, durationMetrics } from '../../../engine/check/kind.ts';
import { findKind } from '../../../engine/check/registry.ts';
import { importedSpans, type ImportedCheck } from '../../../engine/history/imported-spans.ts';
import type { Store } from '../../../engine/store/store.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { ImportResultsArguments } from '../../arguments/arguments.ts';
import { interruptible } from '../../base/interrupt.ts';
import { printable, type Io } from '../../base/io.ts';
import { createLog } from '../../base/log.ts';
import { createProgressLine } from '../../base/progress-line.ts';
import { withStore, type StorePlaces } from '../../data/offline-store.ts';
import { problemText } from './problem-text.ts';
import { readResultRows, ResultsFileError, type ReadRow } from './read-results.ts';

/** How many checks are imported at once. */
const PAGE = 2000;

/** @returns the exit code: 0 imported, 1 the file cannot be read */
export function importResults(args: ImportResultsArguments, io: Io, places: StorePlaces): Promise<number> {
  return interruptible(io, textOf, async (signal) => {
    const log = createLog(io, 'warn');
    const skipped = new Map<string, number>();
    const count = await withStore(args.dataDir, { ...places, log }, async (store, { endpoints }) => {
      const targetOf = endpointFinder(endpoints);
      const checks = new Map<Endpoint, ImportedCheck[]>();
      let imported = 0;
      using progress = createProgressLine(io);
      for await (const row of readResultRows(args.file)) {
        signal.throwIfAborted();
        const endpoint = targetOf(row);
        const result = resultOf(row, args.file);
        if (endpoint === undefined) {
          skipped.set(row.endpoint, (skipped.get(row.endpoint) ?? 0) + 1);
          continue;
        }
        const kind = findKind(endpoint.config.kind);
        const roles = kind === undefined ? {} : { charted: chartedMetrics(kind), durations: durationMetrics(kind) };
        store.recordResult({ ...result, endpointId: endpoint.id }, roles);
        const { at, durationMs, verdict, failure } = result;
        const known = checks.get(endpoint) ?? [];
        known.push({ at, durationMs, verdict, failure });
        checks.set(endpoint, known);
        imported += 1;
        if (imported % PAGE !== 0) continue;
        await store.flush();
        progress.show(`${imported} checks`);
      }
      for (const [endpoint, of] of checks) await cover(endpoint, of, store);
      await store.flush();
      return imported;
    });
    for (const [name, checks] of skipped) {
      io.stderr.write(
        `${printable(`Skipped ${checks} checks of "${name}": there is no endpoint of this name and kind.`)}\n`,
      );
    }
    io.stderr.write(`Imported ${count} checks. Those that were there already are not counted twice in the history.\n`);
    return 0;
  });
}

/** Stores the time that imported checks cover, so that it counts in the uptime. */
async function cover(endpoint: Endpoint, checks: readonly ImportedCheck[], store: Store): Promise<void> {
  const from = checks.reduce((least, { at }) => Math.min(least, at), Infinity);
  const to = checks.reduce((most, { at, durationMs }) => Math.max(most, at + durationMs), -Infinity);
  const known = await store.spans(endpoint.id, { from, to });
  for (const span of importedSpans(endpoint, checks, known)) store.recordSpan(span);
}

/** By id, otherwise by name and kind. */
function endpointFinder(endpoints: readonly Endpoint[]): (row: ReadRow) => Endpoint | undefined {
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const byName = new Map(endpoints.map((endpoint) => [`${endpoint.config.kind} ${endpoint.config.name}`, endpoint]));
  return ({ endpointId, endpoint, kind }) => byId.get(endpointId) ?? byName.get(`${kind} ${endpoint}`);
}

/** @throws ResultsFileError when it is not a result */
function resultOf({ result }: ReadRow, file: string): CheckResult {
  let read: unknown = null;
  try {
    read = JSON.parse(result);
  } catch {
    // The check below says what is wrong.
  }
  const valid =
    isRecord(read) &&
    typeof read['at'] === 'number' &&
    typeof read['durationMs'] === 'number' &&
    typeof read['verdict'] === 'string' &&
    isRecord(read['phases']) &&
    isRecord(read['metrics']) &&
    isRecord(read['details']);
  if (!valid) throw new ResultsFileError(`${file} has a row whose result is not a check: ${result.slice(0, 80)}`);
  return read as CheckResult;
}

/** The text for people; null: the error is a bug. */
function textOf(error: unknown): string | null {
  return error instanceof ResultsFileError ? error.message : problemText(error);
}
