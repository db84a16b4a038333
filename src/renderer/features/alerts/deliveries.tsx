import { clsx } from 'clsx';
import type { Delivery } from '../../../contract/model/alert.ts';
import items from '../../components/item-list.module.css';
import { formatLatency, formatTime } from '../../format.ts';
import { useAnswer } from '../../live/use-answer.ts';
import css from './alerts.module.css';

const SHOWN = 50;

const STATES: Readonly<Record<Delivery['state'], string>> = {
  waiting: 'waiting',
  delivered: 'delivered',
  failed: 'not delivered',
  superseded: 'no longer needed',
};

const EVENTS: Readonly<Record<Delivery['event'], string>> = {
  down: 'Down',
  degraded: 'Degraded',
  flapping: 'Flapping',
  certificate: 'Certificate expires',
  domain: 'Domain expires',
  budget: 'Error budget',
  pattern: 'Pattern',
  noData: 'No data',
  lookout: 'Lookout problem',
  changed: 'Changed',
  reminder: 'Reminder',
  up: 'Up again',
  test: 'Test',
};

/** The messages about an alert, each with what the other side said. */
export function Deliveries({ alertId }: { readonly alertId: string }) {
  const { answer } = useAnswer('alerts.deliveries', { alertId, limit: SHOWN }, 'alerts');
  if (answer === null || answer.length === 0) return null;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">Message</th>
          <th scope="col">Channel</th>
          <th scope="col">State</th>
          <th scope="col">Answer</th>
        </tr>
      </thead>
      <tbody>
        {answer.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  delivery: { event, createdAt, channelName, state, tries, tryCount, nextAt },
}: {
  readonly delivery: Delivery;
}) {
  const last = tries.at(-1);
  return (
    <tr>
      <td>
        {EVENTS[event]} <span className={items.facts}>{formatTime(createdAt)}</span>
      </td>
      <td>{channelName}</td>
      <td className={clsx(state === 'failed' && items.warning)}>
        {STATES[state]}
        {tryCount > 1 ? ` after ${tryCount} attempts` : ''}
        {state === 'waiting' && tryCount > 0 && nextAt !== null ? `, again at ${formatTime(nextAt)}` : ''}
      </td>
      <td className={css.answer}>
        {last === undefined ? '' : `${last.answer === '' ? 'no answer' : last.answer} (${formatLatency(last.tookMs)})`}
      </td>
    </tr>
  );
}
