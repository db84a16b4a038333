import { clsx } from 'clsx';
import { BellOff, Check, CheckCheck, ChevronRight, Pencil } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import type { Alert, AlertMember } from '../../../contract/model/alert.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { TextInput } from '../../components/field.tsx';
import { toastUndo } from '../../components/undo.ts';
import items from '../../components/item-list.module.css';
import { formatCount, formatDuration, formatTime } from '../../format.ts';
import { useCapabilities, useNow, useTexts } from '../../live/hooks.ts';
import { useCommand, useUndoCommand } from '../../live/use-command.ts';
import { useRemoteSource } from '../../live/sources.ts';
import { acknowledging } from '../../navigation/acknowledging.ts';
import { pathOf } from '../../navigation/route.ts';
import { formatWhen } from '../check/when.ts';
import { alertTitle, heldText, logText, stateText } from './alert-text.ts';
import css from './alerts.module.css';
import { Deliveries } from './deliveries.tsx';

/** One alert, with its actions, and its history below when it is open. */
export function AlertItem({ alert }: { readonly alert: Alert }) {
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
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={clsx(css.alert, !open && items.over)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={`${alertTitle(alert)}, ${stateText(alert)}`}
      data-alert={alert.id}
      onKeyDown={onKeyDown}
    >
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
  const byWhom = by === '' ? '' : ` by ${by}`;
  const untilWhen = until === null ? '' : ` until ${formatWhen(until)}`;
  const why = note === '' ? '' : `: ${note}`;
  return `Acknowledged${byWhom}${untilWhen}${why}`;
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
