/** Renders a report as the content of a file. */
import type { Report } from '../../contract/model/report.ts';
import type { TextFormat, WrittenFormat } from '../../contract/model/report-schedule.ts';
import type { Texts } from '../texts.ts';

export interface RenderOptions {
  readonly format: TextFormat;
  readonly texts: Pick<Texts, 'cause' | 'failure' | 'message'>;
  /** Default: that of this machine. */
  readonly timezone?: string;
}

/** The code of each format is loaded when it is needed. */
export async function renderReport(report: Report, { format, texts, timezone = '' }: RenderOptions): Promise<string> {
  switch (format) {
    case 'html': {
      const { reportHtml } = await import('./report-html.ts');
      return reportHtml(report, { texts, ...(timezone === '' ? {} : { timeZone: timezone }) });
    }
    case 'csv': {
      const { reportCsv } = await import('./report-csv.ts');
      return reportCsv(report);
    }
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}

/**
 * Prints a document that needs nothing from outside, on A4.
 * @throws ProblemError when this machine cannot print, or when it is stopped
 */
export type PrintPdf = (html: string, signal?: AbortSignal) => Promise<Uint8Array>;

export interface FileOptions {
  readonly format: WrittenFormat;
  /** Empty: that of this machine. */
  readonly timezone: string;
  readonly signal?: AbortSignal;
}

/** Makes files of reports, for hosts that can print. */
export function reportFiles(texts: RenderOptions['texts'], print: PrintPdf) {
  return async (report: Report, { format, timezone, signal }: FileOptions): Promise<string | Uint8Array> =>
    format === 'pdf'
      ? print(await renderReport(report, { format: 'html', texts, timezone }), signal)
      : renderReport(report, { format, texts, timezone });
}
