import { useState, type SubmitEvent } from 'react';
import type { Args } from '../../../contract/channels/index.ts';
import type { TextFormat } from '../../../contract/model/report-schedule.ts';
import type { Texts } from '../../../i18n/texts.ts';
import { saveFile } from '../../charts/section/save-file.ts';
import { Button } from '../../components/button.tsx';
import { Switch } from '../../components/switch.tsx';
import { toast } from '../../components/toast.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { matchFieldOf, matchOf } from '../../form/match/match-draft.ts';
import { MatchFields } from '../../form/match/match-fields.tsx';
import { RangeFields } from '../../form/range/range-fields.tsx';
import { rangeProblemText } from '../../form/range/typed-range.ts';
import { useSave } from '../../form/use-save.ts';
import { formatCount } from '../../format.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { fileNameOf, FORMATS, NEW_REPORT, rangeOf, RANGES, type ReportDraft } from './report-draft.ts';
import css from './reports-view.module.css';
import { useReport } from './use-report.ts';

/** Makes a report and saves it as a file. */
export function ReportForm() {
  const [draft, setDraft] = useState<ReportDraft>(NEW_REPORT);
  const [typedError, setTypedError] = useState<string | null>(null);
  const texts = useTexts();
  const request = useRequest();
  const { progress, make, cancel } = useReport();
  const { errors, save } = useSave(matchFieldOf, () => undefined);
  const change = (next: Partial<ReportDraft>) => {
    setDraft({ ...draft, ...next });
    setTypedError(null);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // Enter in a field also submits a form without a button for it.
    if (progress !== null) return;
    const span = rangeOf(draft, Date.now());
    if ('code' in span) {
      setTypedError(rangeProblemText(span));
      return;
    }
    const { format, mask } = draft;
    void save(async () => {
      const options = { ...span, match: matchOf(draft), mask };
      const made = await make((job) =>
        format === 'pdf' ? printed(request, { ...options, job }) : written(request, { ...options, job }, format, texts),
      );
      if (made === null) return;
      const name = fileNameOf(span, format);
      saveFile(made.file, name);
      toast({ title: `Saved ${name}`, body: `${formatCount(made.endpoints)} endpoints`, level: 'done' });
    });
  };
  return (
    <form className={css.form} onSubmit={submit} aria-label="New report">
      <RangeFields
        draft={draft}
        onChange={change}
        ranges={RANGES}
        formats={FORMATS}
        typedError={typedError}
        help="Such as: last 36 h, yesterday, 2026-10-01 to 2026-11-01."
      />
      <MatchFields draft={draft} onChange={change} errors={errors} />
      <div className={css.mask}>
        <Switch id="report-mask" checked={draft.mask} onChange={(mask) => change({ mask })} />
        <label htmlFor="report-mask">Leave out addresses, host names and who wrote notes</label>
      </div>
      <Trouble>{errors.get(null)}</Trouble>
      {progress === null ? (
        <div className={css.actions}>
          <Button variant="primary" type="submit">
            Create report
          </Button>
        </div>
      ) : (
        <div className={css.actions}>
          <progress className={css.progress} max={Math.max(1, progress.all)} value={progress.done} />
          <output>
            {progress.all === 0
              ? 'Starting…'
              : draft.format === 'pdf' && progress.done === progress.all
                ? 'Printing…'
                : `${formatCount(progress.done)} of ${formatCount(progress.all)} endpoints`}
          </output>
          <Button onClick={cancel}>Cancel</Button>
        </div>
      )}
    </form>
  );
}

const TYPES = { html: 'text/html', csv: 'text/csv', json: 'application/json' } as const;

type Request = ReturnType<typeof useRequest>;

interface MadeReport {
  readonly file: Blob;
  /** The number of endpoints in the report. */
  readonly endpoints: number;
}

/** A report written by the page. The code for that is loaded when it is first needed. */
async function written(
  request: Request,
  options: Args<'reports.build'>,
  format: TextFormat,
  texts: Texts,
): Promise<MadeReport> {
  const report = await request('reports.build', options);
  const { renderReport } = await import('../../../i18n/report/render-report.ts');
  const file = new Blob([await renderReport(report, { format, texts })], { type: TYPES[format] });
  return { file, endpoints: report.endpoints.length };
}

/** A PDF printed by the host, because a page can only show the print dialog. */
async function printed(request: Request, options: Args<'reports.build'>): Promise<MadeReport> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { pdf, endpoints } = await request('reports.pdf', { ...options, timezone: timeZone });
  return { file: new Blob([Uint8Array.from(atob(pdf), byteOf)], { type: 'application/pdf' }), endpoints };
}

function byteOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
