import type { DetailDescriptor } from '../../../contract/descriptor.ts';
import type { TimelineEntry } from '../../../contract/model/incident-event.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { Texts } from '../../../i18n/texts.ts';
import { Skeleton } from '../../components/spinner.tsx';
import { formatCount, formatDateTime, formatLatency } from '../../format.ts';
import { useEndpoint, useKind, useTexts } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { annotationText } from '../annotations/annotation-text.ts';
import { changedText } from '../check/change-lines.ts';
import { CheckDetails } from '../check/check-details.tsx';
import css from './incident-timeline.module.css';

/** Everything that happened in an incident, oldest first. A check opens to its details. */
export function IncidentTimeline({ incident }: { readonly incident: Incident }) {
  const { id, endpointId, lastFailureAt } = incident;
  const { answer, trouble } = useAnswer('incidents.timeline', { id, endpointId }, 'incidentEvents', lastFailureAt);
  const texts = useTexts();
  const kind = useEndpoint(endpointId)?.endpoint.config.kind;
  const details = useKind(kind)?.details ?? NO_DETAILS;
  if (answer === null) return trouble === null ? <Skeleton width="60%" /> : <p className={css.trouble}>{trouble}</p>;
  return (
    <ol className={css.timeline} aria-label="Timeline">
      {answer.map((entry, index) => (
        // Only the position distinguishes two entries of the same moment.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${entry.at} ${index}`} className={css.entry} data-type={entry.type}>
          <time className={css.time} dateTime={new Date(entry.at).toISOString()}>
            {formatDateTime(entry.at)}
          </time>
          <Entry entry={entry} texts={texts} kind={kind} details={details} />
        </li>
      ))}
    </ol>
  );
}

interface EntryProps {
  readonly entry: TimelineEntry;
  readonly texts: Texts;
  readonly kind: string | undefined;
  /** The details of the kind, for the labels of changes. */
  readonly details: readonly DetailDescriptor[];
}

const NO_DETAILS: readonly DetailDescriptor[] = [];

function Entry({ entry, texts, kind, details }: EntryProps) {
  const text = entryText(entry, texts, kind, details);
  const check = 'check' in entry ? entry.check : null;
  if (check === null) return <p className={css.text}>{text}</p>;
  return (
    <details className={css.text}>
      <summary>{text}</summary>
      <CheckDetails check={check} />
    </details>
  );
}

const REMARKS = {
  acknowledged: 'Acknowledged',
  comment: 'Comment',
  excluded: 'Excluded from uptime',
  included: 'Included in uptime again',
} as const;

/** Describes an entry in a sentence. */
export function entryText(
  entry: TimelineEntry,
  texts: Texts,
  kind: string | undefined,
  details: readonly DetailDescriptor[] = NO_DETAILS,
): string {
  switch (entry.type) {
    case 'failed':
      return `First failed check. ${texts.failure(entry.failure, kind)}`;
    case 'changed':
      return `The cause changed. ${texts.failure(entry.failure, kind)}`;
    case 'failing':
      return entry.count === 1 ? 'Another failed check' : `${formatCount(entry.count)} more failed checks`;
    case 'recovered':
      return entry.check === null ? 'Recovered' : `Recovered, ${formatLatency(entry.check.durationMs)}`;
    case 'annotation':
      return annotationText(entry.annotation, texts);
    case 'change':
      return changedText(
        entry.change,
        details.find(({ name }) => name === entry.change.name),
      );
    case 'event': {
      const { type, by, text } = entry.event;
      const who = by === '' ? REMARKS[type] : `${REMARKS[type]} by ${by}`;
      return text === '' ? who : `${who}: ${text}`;
    }
  }
}
