import { clsx } from 'clsx';
import { BellOff, BellRing, Check, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { Alert, AlertMember } from '../../../contract/model/alert.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { toastUndo } from '../../components/undo.ts';
import items from '../../components/item-list.module.css';
import { formatCount, formatDuration, formatTime } from '../../format.ts';
import { useNow, useTexts } from '../../live/hooks.ts';
import { useCommand, useUndoCommand } from '../../live/use-command.ts';
import { pathOf } from '../../navigation/route.ts';
import { formatWhen } from '../check/when.ts';
import { alertTitle, heldText, logText, stateText } from './alert-text.ts';
import css from './alerts.module.css';
import { Deliveries } from './deliveries.tsx';

export interface AlertsListProps {
  readonly open: readonly Alert[];
  readonly ended: readonly Alert[];
  readonly hasRules: boolean;
}

/** The alerts that wait or fire, then those that ended. */
export function AlertsList({ open, ended, hasRules }: AlertsListProps) {
  if (open.length + ended.length === 0) {
    return (
      <EmptyState icon={BellRing} title="No alerts">
        <p>
          {hasRules
            ? 'No endpoint of your rules has had a problem.'
            : 'Alerts of your rules appear here. Without rules, Lookout only notifies you on this computer.'}
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      {open.length === 0 ? <p className={css.calm}>No open alerts.</p> : <Section label="Open" alerts={open} />}
      {ended.length === 0 ? null : <Section label="Ended" alerts={ended} />}
    </>
  );
}

function Section({ label, alerts }: { readonly label: string; readonly alerts: readonly Alert[] }) {
  return (
    <section className={css.section} aria-label={label}>
      <h2 className={css.heading}>{label}</h2>
      <ul className={items.list}>
        {alerts.map((alert) => (
          <AlertItem key={alert.id} alert={alert} />
        ))}
      </ul>
    </section>
  );
}

function AlertItem({ alert }: { readonly alert: Alert }) {
  const [expanded, setExpanded] = useState(false);
  const detailsId = useId();
  const texts = useTexts();
  const now = useNow(1_000);
  const isOpen = alert.state === 'waiting' || alert.state === 'firing';
  const [only] = alert.members;
  const reason = alert.memberCount === 1 ? (only?.cause ?? null) : null;
  const cause = reason === null || only === undefined ? null : texts.failure(reason, only.kind);
  const held = heldText(alert.held);
  return (
    <li className={clsx(css.alert, !isOpen && items.over)}>
      <div className={css.row}>
        <span className={css.state} data-state={alert.state} data-severity={alert.severity}>
          {stateText(alert)}
        </span>
        <div className={css.main}>
          <p className={items.name}>{alertTitle(alert)}</p>
          {cause === null ? null : <p>{cause}</p>}
          <p className={items.facts}>
            {formatWhen(alert.startedAt)} · Rule {alert.ruleName}
            {alert.acknowledged === null ? '' : ` · ${acknowledgedText(alert.acknowledged)}`}
            {held === null ? '' : ` · ${held}`}
          </p>
        </div>
        <strong className={css.duration}>{formatDuration((alert.endedAt ?? now) - alert.startedAt)}</strong>
        <div className={css.actions}>
          {isOpen ? <OpenActions alert={alert} /> : null}
          <button
            type="button"
            className={css.toggle}
            aria-expanded={expanded}
            aria-controls={detailsId}
            onClick={() => setExpanded(!expanded)}
          >
            <ChevronRight size={14} aria-hidden className={expanded ? css.turned : undefined} />
            Details
          </button>
        </div>
      </div>
      <div id={detailsId} className={css.details} hidden={!expanded}>
        {expanded ? <Details alert={alert} /> : null}
      </div>
    </li>
  );
}

function acknowledgedText({ by, note }: NonNullable<Alert['acknowledged']>): string {
  const who = by === '' ? 'Acknowledged' : `Acknowledged by ${by}`;
  return note === '' ? who : `${who}: ${note}`;
}

const SILENCE_MINUTES = 60;

function OpenActions({ alert }: { readonly alert: Alert }) {
  const command = useCommand();
  const undo = useUndoCommand();

  async function silence(): Promise<void> {
    const added = await command('Could not silence the endpoints', 'silences.add', {
      alertId: alert.id,
      minutes: SILENCE_MINUTES,
    });
    if (added === undefined) return;
    toastUndo({ title: 'Silenced for 1 hour' }, () => undo('silences.end', { ids: [added.id] }));
  }

  return (
    <>
      {alert.acknowledged === null ? (
        <Button
          size="sm"
          icon={Check}
          onClick={() => void command('Could not acknowledge the alert', 'alerts.acknowledge', { ids: [alert.id] })}
        >
          Acknowledge
        </Button>
      ) : null}
      {alert.activeCount === 0 ? null : (
        <Button size="sm" icon={BellOff} onClick={() => void silence()}>
          Silence 1 h
        </Button>
      )}
    </>
  );
}

function Details({ alert }: { readonly alert: Alert }) {
  const more = alert.memberCount - alert.members.length;
  return (
    <>
      <ul className={css.members} aria-label="Endpoints">
        {alert.members.map((member) => (
          <Member key={member.endpointId} member={member} />
        ))}
        {more > 0 ? <li className={items.facts}>and {formatCount(more)} more</li> : null}
      </ul>
      <ol className={css.log} aria-label="History">
        {alert.log.map((entry) => (
          <li key={`${entry.at} ${entry.what} ${entry.text}`}>
            <time dateTime={new Date(entry.at).toISOString()}>{formatTime(entry.at)}</time> {logText(entry)}
          </li>
        ))}
      </ol>
      <Deliveries alertId={alert.id} />
    </>
  );
}

function Member({ member }: { readonly member: AlertMember }) {
  const texts = useTexts();
  const { endpointId, name, cause, kind, endedAt, severity } = member;
  const held = heldText(member.held ?? null);
  return (
    <li>
      <a href={`#${pathOf({ name: 'endpoint', id: endpointId })}`}>{name}</a>{' '}
      <span className={items.facts}>
        {endedAt === null
          ? severity
          : `${member.gone === true ? 'no longer watched since' : 'up again'} ${formatWhen(endedAt)}`}
        {held === null ? '' : ` · ${held}`}
        {cause === null ? '' : ` · ${texts.failure(cause, kind)}`}
      </span>
    </li>
  );
}
