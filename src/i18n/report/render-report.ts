/** A report as the text of a file. */
import type { Report } from '../../contract/model/report.ts';
import type { WrittenFormat } from '../../contract/model/report-schedule.ts';
import type { Texts } from '../texts.ts';

export interface RenderOptions {
  readonly format: WrittenFormat;
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
