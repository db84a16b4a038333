import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { IncidentMarks } from '../../../contract/model/incident-event.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import { useEndpoint, useNow, useTexts } from '../../live/hooks.ts';
import { formatCounted, formatDateTimeRange, formatDuration } from '../../format.ts';
import { pathOf } from '../../navigation/route.ts';
import { SourceLabel } from '../../live/source-label.tsx';
import { CheckDetails } from '../check/check-details.tsx';
import { formatWhen } from '../check/when.ts';
import { IncidentRemarks } from './incident-remarks.tsx';
import { IncidentTimeline } from './incident-timeline.tsx';
import { IncidentEvidence } from './incident-evidence.tsx';
import css from './incident-item.module.css';

export interface IncidentItemProps {
  readonly incident: Incident;
  /** Its acknowledgement and exclusion; null: not loaded yet. Default null. */
  readonly marks?: IncidentMarks | null;
  /** Shown with a link in lists with incidents of several endpoints; absent in the list of one endpoint. */
  readonly endpoint?: { readonly name: string; readonly known: boolean };
}

/** One incident: when, how long, why; its first failed check in full when opened. */
export function IncidentItem({ incident, endpoint, marks = null }: IncidentItemProps) {
  const [open, setOpen] = useState(false);
  const evidenceId = useId();
  const texts = useTexts();
  const kind = useEndpoint(incident.endpointId)?.endpoint.config.kind;
  const ongoing = incident.resolvedAt === null;
  return (
    <li className={css.item}>
      <div className={css.line}>
        <span className={ongoing ? css.open : css.ended}>{ongoing ? 'Open' : 'Ended'}</span>
        <div className={css.main}>
          {endpoint === undefined ? null : (
            <p className={css.name}>
              {endpoint.known ? (
                <a href={`#${pathOf({ name: 'endpoint', id: incident.endpointId })}`}>{endpoint.name}</a>
              ) : (
                endpoint.name
              )}{' '}
              <SourceLabel id={incident.endpointId} />
            </p>
          )}
          <p className={css.cause}>{texts.failure(incident.cause, kind)}</p>
          <p className={css.times}>
            {incident.resolvedAt === null ? (
              <time dateTime={new Date(incident.startedAt).toISOString()}>{formatWhen(incident.startedAt)}</time>
            ) : (
              formatDateTimeRange(incident.startedAt, incident.resolvedAt)
            )}
            {' · '}
            {formatCounted(incident.failures, 'failed check')}
            {marks === null || marks.comments === 0 ? null : ` · ${formatCounted(marks.comments, 'comment')}`}
            {marks === null || marks.acknowledged === null ? null : ' · acknowledged'}
            {marks === null || marks.excluded === null ? null : <strong className={css.excluded}> · excluded</strong>}
          </p>
        </div>
        <strong className={css.duration}>
          {incident.resolvedAt === null ? (
            <Growing from={incident.startedAt} least={incident.lastFailureAt} />
          ) : (
            formatDuration(incident.resolvedAt - incident.startedAt)
          )}
        </strong>
        <button
          type="button"
          className={css.toggle}
          aria-expanded={open}
          aria-controls={evidenceId}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={14} aria-hidden className={open ? css.turned : undefined} />
          Evidence
        </button>
      </div>
      <div id={evidenceId} className={css.evidence} hidden={!open}>
        {open ? (
          <>
            <IncidentRemarks incident={incident} marks={marks} />
            <IncidentTimeline incident={incident} />
            <p className={css.note}>The first failed check of this incident</p>
            <CheckDetails check={incident.evidence} />
            <IncidentEvidence id={incident.id} />
          </>
        ) : null}
      </div>
    </li>
  );
}

/** Only open incidents have a clock. It does not go back to 0 when the computer's clock is set back. */
function Growing({ from, least }: { readonly from: number; readonly least: number }) {
  return formatDuration(Math.max(useNow(1000), least) - from);
}
