import { Send } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ItemListSkeleton } from '../../components/item-list-skeleton.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useAnswer } from '../../live/use-answer.ts';
import css from './alerts.module.css';
import { DeliveryTable } from './deliveries.tsx';

const SHOWN = 200;
const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'failed', label: 'Not delivered' },
] as const;

/** The messages to all channels, newest first: pending ones, and the others with their results. */
export function OutboxList() {
  const [filter, setFilter] = useState<(typeof FILTERS)[number]['value']>('all');
  const { answer } = useAnswer('alerts.deliveries', { limit: SHOWN }, 'alerts');
  if (answer === null) return <ItemListSkeleton />;
  if (answer.length === 0) {
    return (
      <EmptyState icon={Send} title="No messages">
        <p>Every message that a rule sends appears here, with what the other side answered.</p>
      </EmptyState>
    );
  }
  const shown = answer.filter(({ state }) => filter === 'all' || state === filter);
  return (
    <>
      <div className={css.filter}>
        <ToggleGroup label="Messages" value={filter} onChange={setFilter} options={FILTERS} />
      </div>
      {shown.length === 0 ? <p className={css.calm}>No such messages.</p> : <DeliveryTable deliveries={shown} />}
    </>
  );
}
