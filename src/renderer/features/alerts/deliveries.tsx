import { clsx } from 'clsx';
import type { Delivery } from '../../../contract/model/alert.ts';
import items from '../../components/item-list.module.css';
import { formatLatency, formatTime } from '../../format.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useCommand } from '../../live/use-command.ts';
import { formatWhen } from '../check/when.ts';
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

/** The messages about an alert, each with the answer of the receiving service. */
export function Deliveries({ alertId }: { readonly alertId: string }) {
  const { answer } = useAnswer('alerts.deliveries', { alertId, limit: SHOWN }, 'alerts');
  return answer === null || answer.length === 0 ? null : <DeliveryTable deliveries={answer} />;
}

/** Messages, each with the last answer of the receiving service. One that was not delivered can be sent again. */
export function DeliveryTable({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  return (
    <table className={css.table} aria-label="Messages">
      <thead>
        <tr>
          <th scope="col">Message</th>
          <th scope="col">Channel</th>
          <th scope="col">State</th>
          <th scope="col">Answer</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  delivery: { id, event, createdAt, channelName, state, tries, tryCount, nextAt },
}: {
  readonly delivery: Delivery;
}) {
  const last = tries.at(-1);
  const command = useCommand();
  return (
    <tr>
      <td>
        {EVENTS[event]} <span className={items.facts}>{formatWhen(createdAt)}</span>
      </td>
      <td>{channelName}</td>
      <td className={clsx(state === 'failed' && items.warning)}>
        {STATES[state]}
        {tryCount > 1 ? ` after ${tryCount} attempts` : ''}
        {state === 'waiting' && tryCount > 0 && nextAt !== null ? `, again at ${formatTime(nextAt)}` : ''}
        {state === 'failed' ? ' ' : null}
        {state === 'failed' ? (
          <button
            type="button"
            className={css.link}
            aria-label={`Send again: ${EVENTS[event]}, ${formatWhen(createdAt)}, to ${channelName}`}
            onClick={() => void command('Could not send the message', 'alerts.deliver', { deliveryId: id })}
          >
            Send again
          </button>
        ) : null}
      </td>
      <td className={css.answer}>
        {last === undefined ? '' : `${last.answer === '' ? 'no answer' : last.answer} (${formatLatency(last.tookMs)})`}
      </td>
    </tr>
  );
}
