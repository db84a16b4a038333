/** `lookout report`: a report of a range, from the data folder or from a running Lookout. */
import { writeFile } from 'node:fs/promises';
import type { Report } from '../../contract/model/report.ts';
import { ProblemError } from '../../engine/base/problem-error.ts';
import { EndpointRegistry } from '../../engine/endpoints/registry.ts';
import { Annotations } from '../../engine/history/annotations.ts';
import { IncidentEvents } from '../../engine/history/incident-events.ts';
import { Objectives } from '../../engine/history/objectives.ts';
import { buildReport } from '../../engine/history/report.ts';
import { StoreError } from '../../engine/store/store.ts';
import { reportCsv } from '../../i18n/report/report-csv.ts';
import { reportHtml } from '../../i18n/report/report-html.ts';
import type { ReportArguments } from '../arguments/arguments.ts';
import { currentDataDir } from '../data/current-data.ts';
import { interruptible } from '../base/interrupt.ts';
import type { Io } from '../base/io.ts';
import { createLog } from '../base/log.ts';
import { noEndpoints } from '../base/no-endpoints.ts';
import { withStore, type StorePlaces } from '../data/offline-store.ts';
import { createPrint } from '../base/print-pdf.ts';
import { createProgressLine } from '../base/progress-line.ts';
import { connectTo, RemoteError } from '../data/remote.ts';
import { texts } from '../base/texts.ts';

/**
 * @returns the exit code: 0 written, 1 the data cannot be read or the file cannot be written
 * @throws UsageError when there is no token for a running Lookout, or no data that can be read as it is
 */
export function report(args: ReportArguments, io: Io, places: StorePlaces): Promise<number> {
  return interruptible(io, textOf, async (signal) => {
    const built = args.url === null ? await fromFolder(args, io, places, signal) : await fromRunning(args, io, signal);
    await write(built, args, io, signal);
    const count = built.endpoints.length;
    io.stderr.write(`Wrote ${args.out ?? 'the report'} (${count} ${count === 1 ? 'endpoint' : 'endpoints'}).\n`);
    if (count === 0) io.stderr.write(noEndpoints(args.match));
    return 0;
  });
}

async function write(
  built: Report,
  { format, out }: ReportArguments,
  { stdout, env }: Io,
  signal: AbortSignal,
): Promise<void> {
  if (format === 'pdf') {
    await writeFile(out ?? '', await createPrint(env)(reportHtml(built, { texts }), signal));
    return;
  }
  const text =
    format === 'html'
      ? reportHtml(built, { texts })
      : format === 'csv'
        ? reportCsv(built)
        : `${JSON.stringify(built, null, 2)}\n`;
  if (out === null) stdout.write(text);
  else await writeFile(out, text);
}

async function fromRunning(args: ReportArguments, io: Io, signal: AbortSignal): Promise<Report> {
  const { url, from, to, match, mask } = args;
  const send = await connectTo({ ...args, url: url ?? '' }, io, signal);
  return send('reports.build', { from, to, match, mask });
}

/** Makes the report from the data folder, which must not be in use. */
async function fromFolder(args: ReportArguments, io: Io, places: StorePlaces, signal: AbortSignal): Promise<Report> {
  const log = createLog(io, 'warn');
  const options = { ...places, log, asItIs: true };
  return withStore(await currentDataDir(args.dataDir), options, async (store, { endpoints }) => {
    const clock = { now: () => Date.now(), mono: () => performance.now() };
    const nothing = () => undefined;
    const registry = new EndpointRegistry();
    const annotations = new Annotations({ clock, log, store, onChanged: nothing });
    const events = new IncidentEvents({
      clock,
      log,
      store,
      registry,
      annotations,
      onChanged: nothing,
      onUptime: nothing,
    });
    const objectives = new Objectives({ clock, log, store, registry, onChanged: nothing });
    await Promise.all([events.load(), objectives.load()]);
    const { from, to, match, mask } = args;
    using progress = createProgressLine(io);
    return await buildReport(
      { from, to, match, mask },
      {
        store,
        now: clock.now(),
        endpoints,
        currentSpan: () => null,
        marksOf: (id) => events.marksOf(id),
        objectives: objectives.configs(),
        annotations: (start, end) => annotations.list({ endpoint: null, from: start, to: end }),
        signal,
        onProgress: (done, all) => progress.show(`${done} of ${all} endpoints`),
      },
    );
  });
}

/** The text for people; null: the error is a bug. */
function textOf(error: unknown): string | null {
  if (error instanceof StoreError) {
    return `${texts.message(error.problem)}\nIf it runs, ask it for the report: --url http://127.0.0.1:4477.`;
  }
  if (error instanceof RemoteError) return error.message;
  if (error instanceof ProblemError) return texts.message(error.problem);
  return error instanceof Error && 'syscall' in error ? `The report cannot be written: ${error.message}` : null;
}
