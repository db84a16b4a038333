import { clsx } from 'clsx';
import { BellOff, BellRing, Check, CheckCheck, ChevronRight, Pencil } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import type { Alert, AlertMember } from '../../../contract/model/alert.ts';
import { sourceOf } from '../../../shared/endpoint-id.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TextInput } from '../../components/field.tsx';
import { isTyping } from '../../components/keys.ts';
import { toastUndo } from '../../components/undo.ts';
import items from '../../components/item-list.module.css';
import { formatCount, formatDuration, formatTime } from '../../format.ts';
import { useCapabilities, useNow, useTexts } from '../../live/hooks.ts';
import { useCommand, useUndoCommand } from '../../live/use-command.ts';
import { useRemoteSource, useSourceNames } from '../../live/sources.ts';
import { acknowledging } from '../../navigation/acknowledging.ts';
import { pathOf } from '../../navigation/route.ts';
import { formatWhen } from '../check/when.ts';
import { ALERT_GROUPS, groupOf, isFound } from './alert-filter.ts';
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
  return <Groups alerts={[...open, ...ended]} />;
}

function Groups({ alerts }: { readonly alerts: readonly Alert[] }) {
  const [search, setSearch] = useState('');
  const sources = useSourceNames();
  const found = alerts.filter((alert) => isFound(alert, search, sources.get(sourceOf(alert.id)) ?? ''));
  const byGroup = Map.groupBy(found, groupOf);
  return (
    <>
      <TextInput
        className={css.search}
        type="search"
        value={search}
        placeholder="Search alerts"
        aria-label="Search alerts"
        onChange={({ target }) => setSearch(target.value)}
      />
      {found.length === 0 ? <p className={css.calm}>No alert contains these words.</p> : null}
      <div data-alerts>
        {ALERT_GROUPS.map(({ value, label }) => (
          <Section key={value} label={label} alerts={byGroup.get(value) ?? []} />
        ))}
      </div>
    </>
  );
}

/** Moves between alerts with the arrow keys, and j and k. @returns whether the key was handled */
function moveFocus({ key, target, currentTarget }: KeyboardEvent<HTMLElement>): boolean {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[key];
  if (step === undefined || isTyping(target)) return false;
  const rows = [...(currentTarget.closest('[data-alerts]')?.querySelectorAll<HTMLElement>('[data-alert]') ?? [])];
  rows[rows.indexOf(currentTarget) + step]?.focus();
  return true;
}

function Section({ label, alerts }: { readonly label: string; readonly alerts: readonly Alert[] }) {
  if (alerts.length === 0) return null;
  return (
    <section className={css.section} aria-label={label}>
      <h2 className={css.heading}>
        {label} <span className={css.count}>{formatCount(alerts.length)}</span>
      </h2>
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
  const { acknowledge, acknowledgeUntil, silence } = useAlertCommands(alert);
  const open = isOpen(alert);
  const { respond } = useCapabilities(alert.id);
  const source = useRemoteSource(alert.id);
  const [only] = alert.members;
  const reason = alert.memberCount === 1 ? (only?.cause ?? null) : null;
  const cause = reason === null || only === undefined ? null : texts.failure(reason, only.kind);
  const held = heldText(alert.held);

  function onKeyDown(event: KeyboardEvent<HTMLLIElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moveFocus(event)) {
      event.preventDefault();
      return;
    }
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') setExpanded(!expanded);
    else if (event.key === 'a' && open && respond && alert.acknowledged === null) void acknowledge();
    else if (event.key === 'A' && open && respond) acknowledgeUntil();
    else if (event.key === 's' && open && respond && alert.activeCount > 0) void silence();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    // The keys are the usual ones of a list, and buttons in the row do the same.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions
    <li className={clsx(css.alert, !open && items.over)} tabIndex={0} data-alert={alert.id} onKeyDown={onKeyDown}>
      <div className={css.row}>
        <span
          className={css.state}
          data-state={alert.state}
          data-severity={alert.acknowledged === null ? alert.severity : undefined}
        >
          {stateText(alert)}
        </span>
        <div className={css.main}>
          <p className={items.name}>{alertTitle(alert)}</p>
          {cause === null ? null : <p>{cause}</p>}
          <p className={items.facts}>
            {formatWhen(alert.startedAt)} · Rule {alert.ruleName}
            {source === undefined ? '' : ` · ${source.name ?? source.id}`}
            {alert.acknowledged === null ? '' : ` · ${acknowledgedText(alert.acknowledged)}`}
            {held === null ? '' : ` · ${held}`}
          </p>
        </div>
        <strong className={css.duration}>{formatDuration((alert.endedAt ?? now) - alert.startedAt)}</strong>
        <div className={css.actions}>
          {open && respond ? <OpenActions alert={alert} /> : null}
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

function acknowledgedText({ by, note, until = null }: NonNullable<Alert['acknowledged']>): string {
  const whoever = by === '' ? 'Acknowledged' : `Acknowledged by ${by}`;
  const who = until === null ? whoever : `${whoever} until ${formatWhen(until)}`;
  return note === '' ? who : `${who}: ${note}`;
}

const SILENCE_MINUTES = 60;

function useAlertCommands(alert: Alert) {
  const command = useCommand();
  const undo = useUndoCommand();
  return {
    acknowledge: () => command('Could not acknowledge the alert', 'alerts.acknowledge', { ids: [alert.id] }),
    acknowledgeUntil: () => {
      const { by = '', note = '' } = alert.acknowledged ?? {};
      acknowledging.set({ title: alertTitle(alert), ids: [alert.id], by, note });
    },
    silence: async (): Promise<void> => {
      const added = await command('Could not silence the endpoints', 'silences.add', {
        alertId: alert.id,
        minutes: SILENCE_MINUTES,
      });
      if (added === undefined) return;
      toastUndo({ title: 'Silenced for 1 hour' }, () => undo('silences.end', { ids: [added.id] }));
    },
  };
}

function OpenActions({ alert }: { readonly alert: Alert }) {
  const { acknowledge, acknowledgeUntil, silence } = useAlertCommands(alert);
  return (
    <>
      {alert.acknowledged === null ? (
        <Button size="sm" icon={Check} onClick={() => void acknowledge()}>
          Acknowledge
        </Button>
      ) : null}
      <IconButton
        size="sm"
        icon={alert.acknowledged === null ? CheckCheck : Pencil}
        label={alert.acknowledged === null ? 'Acknowledge until…' : 'Change the acknowledgment'}
        onClick={acknowledgeUntil}
      />
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
      {isOpen(alert) ? <Comment alert={alert} /> : null}
      <Deliveries alertId={alert.id} />
    </>
  );
}

function isOpen({ state }: Alert): boolean {
  return state === 'waiting' || state === 'firing';
}

/** Adds a note to the log of an alert. */
function Comment({ alert }: { readonly alert: Alert }) {
  const [note, setNote] = useState('');
  const command = useCommand();

  async function send(): Promise<void> {
    const text = note.trim();
    if (text === '') return;
    const done = await command('Could not add the comment', 'alerts.comment', { id: alert.id, note: text });
    if (done !== undefined) setNote('');
  }

  return (
    <form
      className={css.comment}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextInput
        value={note}
        maxLength={2_000}
        placeholder="Add a comment"
        aria-label="Comment"
        onChange={({ target }) => setNote(target.value)}
      />
      <Button size="sm" type="submit" disabled={note.trim() === ''}>
        Comment
      </Button>
    </form>
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
