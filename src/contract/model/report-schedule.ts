import type { EndpointMatch } from './match.ts';
import type { Message } from './text.ts';
import type { EpochMs } from './units.ts';

/** The formats in which Lookout can write a report. */
export const REPORT_FORMATS = ['html', 'pdf', 'csv', 'json'] as const;

export type WrittenFormat = (typeof REPORT_FORMATS)[number];

/** The formats that are text. A PDF needs a browser that prints it. */
export type TextFormat = Exclude<WrittenFormat, 'pdf'>;

/** `week`: from Monday to Monday. `month`: a calendar month. */
export const REPORT_PERIODS = ['week', 'month'] as const;

export type ReportPeriod = (typeof REPORT_PERIODS)[number];

/** A report that Lookout writes into a folder after each week or month. */
export interface ReportScheduleConfig {
  /** 1 to 100 characters; part of the name of each file. */
  readonly name: string;
  readonly every: ReportPeriod;
  /** The time zone in which weeks and months begin; empty: that of this machine. */
  readonly timezone: string;
  readonly match: EndpointMatch;
  readonly format: WrittenFormat;
  /** As in `ReportOptions`. */
  readonly mask: boolean;
  /** The absolute path of a folder on the machine that runs Lookout. It is created if it is missing. */
  readonly folder: string;
}

/**
 * A schedule as a form or a script gives it. Default: each month, for all endpoints, as HTML, in the time zone of this
 * machine.
 */
export type ReportScheduleInput = Partial<ReportScheduleConfig>;

export interface ReportScheduleView {
  readonly id: string;
  readonly config: ReportScheduleConfig;
  /** When the next period ends, and its report is written. */
  readonly nextAt: EpochMs;
  /** The last report; null: there was none yet. */
  readonly last: { readonly at: EpochMs; readonly file: string } | null;
  /**
   * Why the last report could not be written, as a message or in the words of the system; it is tried again. Null: it
   * was written.
   */
  readonly problem: Message | string | null;
}
