/** Writes reports into folders after each week or month, also those that were due while Lookout did not run. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report, ReportOptions } from '../../contract/model/report.ts';
import type {
  ReportScheduleConfig,
  ReportScheduleInput,
  ReportScheduleView,
  WrittenFormat,
} from '../../contract/model/report-schedule.ts';
import type { Message, Params } from '../../contract/model/text.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { isRecord } from '../../shared/is-record.ts';
import { nextTime } from '../base/cron.ts';
import { issueOf, issuesWithin } from '../base/issues.ts';
import { problemOf, ProblemError } from '../base/problem-error.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { matchAfter, type NameChanges } from '../endpoints/name-changes.ts';
import { readReportSchedule } from '../endpoints/read-report-schedule.ts';
import type { Clock, Log } from '../ports.ts';
import { ConfigCollection, withMatch } from '../store/config-collection.ts';
import type { Store } from '../store/store.ts';
import { makeFolder, tryFolder } from './report-folder.ts';

const MAX_SCHEDULES = 100;
/** The most missed periods that are caught up; earlier ones are skipped. */
const MAX_MISSED = 12;
const TRY_AGAIN_MS: Ms = 10 * 60_000;
/** The starts of weeks and months. */
const STARTS = { week: '0 0 * * 1', month: '0 0 1 * *' } as const;

export interface RenderReportOptions {
  readonly format: WrittenFormat;
  /** Empty: that of this machine. */
  readonly timezone: string;
  /** Aborted when the file is no longer needed. */
  readonly signal?: AbortSignal;
}

/**
 * Makes the file of a report. Hosts provide it, because the engine makes no texts and prints nothing.
 * @throws ProblemError when a PDF cannot be printed
 */
export type RenderReport = (report: Report, options: RenderReportOptions) => Promise<string | Uint8Array>;

/** @throws ProblemError for a PDF */
export const asJson: RenderReport = async (report, { format }) => {
  if (format === 'pdf') throw new ProblemError(problemOf('pdf.noBrowser', {}));
  return `${JSON.stringify(report, null, 2)}\n`;
};

interface Schedule {
  readonly id: string;
  readonly source: 'hand';
  readonly config: ReportScheduleConfig;
  /** The periods up to here are done. */
  readonly doneUntil: EpochMs;
  readonly last: ReportScheduleView['last'];
  readonly problem: ReportScheduleView['problem'];
}

export interface ReportSchedulesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  readonly build: (options: ReportOptions) => Promise<Report>;
  readonly render: RenderReport;
  readonly onChanged: () => void;
}

export class ReportSchedules {
  readonly #options: ReportSchedulesOptions;
  readonly #serially = createSerialQueue();
  readonly #schedules: ConfigCollection<Schedule>;
  /** Before this time, a schedule that failed is not tried again. */
  readonly #waitsUntil = new Map<string, EpochMs>();

  constructor(options: ReportSchedulesOptions) {
    this.#options = options;
    this.#schedules = new ConfigCollection({
      ...options,
      collection: 'reportSchedule',
      max: MAX_SCHEDULES,
      list: 'schedules',
      toDocument: ({ config, doneUntil, last, problem }) => ({
        at: options.clock.now(),
        data: { config, doneUntil, last, problem },
      }),
      notFound: (id) => new RequestError('reportScheduleNotFound', { id }),
      inFile: () => new RequestError('internal', {}),
    });
  }

  async load(): Promise<void> {
    await this.#schedules.load((id, data) => {
      const read = readReportSchedule(data['config']);
      const { doneUntil, problem } = data;
      if (!read.ok || typeof doneUntil !== 'number') return 'unusable';
      return {
        id,
        source: 'hand',
        config: read.config,
        doneUntil,
        last: lastOf(data['last']),
        problem: problemOrNull(problem),
      };
    });
  }

  list(): ReportScheduleView[] {
    return [...this.#schedules].map(viewOf);
  }

  /**
   * @param id null: a new one, whose first report is about the current period.
   * @throws RequestError `invalid`, `notFound`
   */
  save(id: string | null, input: ReportScheduleInput): Promise<ReportScheduleView> {
    return this.#serially(async () => {
      const before = id === null ? null : this.#schedules.editable(id);
      const read = readReportSchedule(input);
      if (!read.ok) throw invalid(issuesWithin('schedule', read.issues));
      const { config } = read;
      this.#refuseSameFiles(id, config);
      await requireFolder(config.folder);
      const isSamePeriod = before?.config.every === config.every && before.config.timezone === config.timezone;
      const schedule: Schedule = {
        id: id ?? crypto.randomUUID(),
        source: 'hand',
        config,
        doneUntil: isSamePeriod ? before.doneUntil : startOfPeriod(config, this.#options.clock.now()),
        last: before?.last ?? null,
        problem: null,
      };
      await this.#save(schedule);
      this.#waitsUntil.delete(schedule.id);
      return viewOf(schedule);
    });
  }

  /** The endpoints in the lists of schedules follow when they are renamed. */
  followRenames(changes: NameChanges): Promise<void> {
    const following = this.#schedules.changeAtOnce((one) => withMatch(one, matchAfter(one.config.match, changes)));
    if (following.some) this.#options.onChanged();
    return this.#serially(async () => {
      if (await following.store()) this.#options.onChanged();
    });
  }

  /** @throws RequestError `notFound` */
  remove(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      await this.#schedules.remove(ids);
      this.#options.onChanged();
    });
  }

  /** Writes the reports that are due. Never rejects because of one of them. */
  async run(): Promise<void> {
    for (const { id } of this.#schedules) {
      // One report at a time, so that an edit does not wait for all of them.
      while (await this.#serially(() => this.#writeNext(id)));
    }
  }

  /** @returns whether there may be another one */
  async #writeNext(id: string): Promise<boolean> {
    const { clock, log } = this.#options;
    const now = clock.now();
    const schedule = this.#schedules.find(id);
    if (schedule === undefined || (this.#waitsUntil.get(id) ?? 0) > now) return false;
    const [period] = duePeriods(schedule, now);
    if (period === undefined) return false;
    try {
      const file = await this.#write(schedule.config, period);
      await this.#save({ ...schedule, doneUntil: period.to, last: { at: now, file }, problem: null });
      log('info', 'A scheduled report was written', { name: schedule.config.name, file });
      return true;
    } catch (error) {
      const problem = reasonOf(error);
      log('error', 'A scheduled report cannot be written', { name: schedule.config.name, error });
      this.#waitsUntil.set(id, now + TRY_AGAIN_MS);
      await this.#save({ ...schedule, problem });
      return false;
    }
  }

  async #write(config: ReportScheduleConfig, { from, to }: Period): Promise<string> {
    const { match, mask, format, timezone, folder } = config;
    const report = await this.#options.build({ from, to, match, mask });
    const content = await this.#options.render(report, { format, timezone });
    await makeFolder(folder);
    const file = join(folder, fileNameOf(config, { from, to }));
    // Write to another name first, so that nobody reads half a report.
    const partial = `${file}.partial`;
    try {
      await writeFile(partial, content, { mode: 0o600 });
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return file;
  }

  /** Two reports whose files have the same names would overwrite each other. */
  #refuseSameFiles(id: string | null, config: ReportScheduleConfig): void {
    const isSame = ({ config: other, ...one }: Schedule) =>
      one.id !== id &&
      (['name', 'every', 'format', 'folder'] as const).every((field) => other[field] === config[field]);
    if ([...this.#schedules].some(isSame)) throw invalid([issueOf('sameReport', 'schedule.name', {})]);
  }

  async #save(schedule: Schedule): Promise<void> {
    await this.#schedules.save(schedule);
    this.#options.onChanged();
  }
}

/** Tries to write, so that a mistake shows now and not after a month. @throws RequestError `invalid` */
async function requireFolder(folder: string): Promise<void> {
  try {
    await tryFolder(folder);
  } catch (error) {
    throw invalid([issueOf('folderUnusable', 'schedule.folder', { reason: (error as Error).message })]);
  }
}

interface Period {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The periods that are over and not done, oldest first, at most `MAX_MISSED`. */
function duePeriods({ config, doneUntil }: Schedule, now: EpochMs): readonly Period[] {
  const due: Period[] = [];
  for (let from = doneUntil; ;) {
    const to = endOfPeriod(config, from);
    if (to > now) return due.slice(-MAX_MISSED);
    due.push({ from, to });
    from = to;
  }
}

function endOfPeriod({ every, timezone }: ReportScheduleConfig, from: EpochMs): EpochMs {
  return nextTime(STARTS[every], timezone, from) ?? Infinity;
}

/** The start of the period that a time is in. */
function startOfPeriod(config: ReportScheduleConfig, now: EpochMs): EpochMs {
  const longest = 32 * 86_400_000;
  let start = endOfPeriod(config, now - longest);
  for (let next = start; next <= now; next = endOfPeriod(config, next)) start = next;
  return start;
}

function viewOf({ id, config, doneUntil, last, problem }: Schedule): ReportScheduleView {
  return { id, config, nextAt: endOfPeriod(config, doneUntil), last, problem };
}

/** Why a report could not be written: a message, or the system's own words. */
function reasonOf(error: unknown): Message | string {
  if (error instanceof ProblemError) return error.problem;
  return error instanceof Error ? error.message : String(error);
}

function problemOrNull(stored: unknown): ReportScheduleView['problem'] {
  if (typeof stored === 'string') return stored;
  if (!isRecord(stored) || typeof stored['code'] !== 'string') return null;
  const { code, params } = stored;
  return isRecord(params) ? { code, params: params as Params } : { code };
}

function lastOf(stored: unknown): ReportScheduleView['last'] {
  if (!isRecord(stored)) return null;
  const { at, file } = stored;
  return typeof at === 'number' && typeof file === 'string' ? { at, file } : null;
}

/** Such as `Shop 2026-10-01 to 2026-11-01.html`. The end is not part of the period. */
function fileNameOf({ name, format, timezone }: ReportScheduleConfig, { from, to }: Period): string {
  const zone = timezone === '' ? {} : { timeZone: timezone };
  // Swedish writes dates as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short' });
  // Replace what Windows does not allow in a file name.
  const safe = name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-').replaceAll(/^\.+|[. ]+$/gu, '');
  return `${safe} ${day.format(from)} to ${day.format(to)}.${format}`.trim();
}
