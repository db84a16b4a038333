import { useState } from 'react';
import type { ResultExport } from '../../../contract/model/result-export.ts';
import type { EndpointId } from '../../../contract/model/units.ts';
import type { TimeView } from '../../../shared/time-view.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { matchFieldOf, matchOf } from '../../form/match/match-draft.ts';
import { MatchFields } from '../../form/match/match-fields.tsx';
import { RangeFields } from '../../form/range/range-fields.tsx';
import { rangeProblemText } from '../../form/range/typed-range.ts';
import { useSave } from '../../form/use-save.ts';
import { formatBytes, formatCount, formatPercent } from '../../format.ts';
import { FORMATS, NEW_EXPORT, RANGES, rangeOf, type ExportDraft, type RangeChoice } from './export-draft.ts';
import css from './export-dialog.module.css';
import { useExport } from './use-export.ts';

export interface ExportDialogProps {
  /** Exports only this endpoint. Default: the person chooses. */
  readonly endpoint?: { readonly id: EndpointId; readonly name: string };
  /** The view of the page's charts, which is offered as a range. Default: none. */
  readonly shown?: { readonly view: TimeView; readonly text: string };
  readonly onClose: () => void;
}

/** Exports single results as a file. */
export function ExportDialog({ endpoint, shown, onClose }: ExportDialogProps) {
  const [draft, setDraft] = useState<ExportDraft>({ ...NEW_EXPORT, range: shown === undefined ? 'week' : 'shown' });
  const [typedError, setTypedError] = useState<string | null>(null);
  const { shown: running, begin, cancel } = useExport(onClose);
  const { busy, errors, save } = useSave(matchFieldOf, () => undefined);
  const change = (next: Partial<ExportDraft>) => {
    setDraft({ ...draft, ...next });
    setTypedError(null);
  };
  const submit = () => {
    const span = rangeOf(draft, shown?.view ?? null, Date.now());
    if ('code' in span) {
      setTypedError(rangeProblemText(span));
      return;
    }
    const of = endpoint === undefined ? { match: matchOf(draft) } : { ids: [endpoint.id] };
    void save(() => begin({ ...span, ...of, format: draft.format }));
  };
  if (running !== null) return <Running of={running} onCancel={cancel} onClose={onClose} />;
  const ranges: readonly { readonly value: RangeChoice; readonly label: string }[] =
    shown === undefined ? RANGES : [{ value: 'shown', label: `As in the charts: ${shown.text}` }, ...RANGES];
  return (
    <FormDialog
      title={endpoint === undefined ? 'Export results' : `Export results of ${endpoint.name}`}
      description="Every single check, with its phases, metrics and details. “lookout import-results” reads the file again."
      submit="Export"
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
      error={errors.get(null)}
    >
      <RangeFields
        draft={draft}
        onChange={change}
        ranges={ranges}
        formats={FORMATS}
        typedError={typedError}
        help="Such as: last 36 h, yesterday 9-17, 2026-10-01 to 2026-11-01."
      />
      {endpoint === undefined ? <MatchFields draft={draft} onChange={change} errors={errors} /> : null}
    </FormDialog>
  );
}

interface RunningProps {
  readonly of: ResultExport;
  readonly onCancel: () => void;
  readonly onClose: () => void;
}

function Running({ of: { fileName, done, all, bytes }, onCancel, onClose }: RunningProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Exporting results"
      description="You can close this dialog. The export goes on, and a message says when it is done."
      footer={
        <>
          <Button onClick={onCancel}>Cancel export</Button>
          <Button variant="primary" onClick={onClose}>
            Continue in background
          </Button>
        </>
      }
    >
      <div className={css.running}>
        <code className={css.file}>{fileName}</code>
        <progress
          className={css.progress}
          aria-label="Exported checks"
          {...(all === null ? {} : { max: Math.max(1, all), value: done })}
        />
        <output>
          {all === null
            ? 'Counting the checks…'
            : `${formatPercent(all === 0 ? 1 : done / all)} of ${formatCount(all)} checks, ${formatBytes(bytes)}`}
        </output>
      </div>
    </Dialog>
  );
}
