import { BellOff, X } from 'lucide-react';
import type { Silence } from '../../../contract/model/alert-rule.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import items from '../../components/item-list.module.css';
import { formatDateTime, formatIn } from '../../format.ts';
import { useNow } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import css from './alerts.module.css';
import { silenceText } from './silence-text.ts';

export function SilencesList({ silences }: { readonly silences: readonly Silence[] }) {
  const command = useCommand();
  const nameOf = useEndpointNames();
  const now = useNow(10_000);
  if (silences.length === 0) {
    return (
      <EmptyState icon={BellOff} title="No silences">
        <p>
          While endpoints are silenced, nobody is alerted about them, on this computer or elsewhere. Silence endpoints
          from their menu, or from an alert.
        </p>
      </EmptyState>
    );
  }
  return (
    <ul className={items.list}>
      {silences.map((silence) => (
        <li key={silence.id} className={items.item}>
          <div className={css.main}>
            <p className={items.name}>{silenceText(silence.match, nameOf)}</p>
            <p className={items.facts}>
              Ends {formatIn(silence.to, now)}, {formatDateTime(silence.to)}
              {silence.reason === '' ? '' : ` · ${silence.reason}`}
            </p>
          </div>
          <div className={css.actions}>
            <Button
              size="sm"
              icon={X}
              onClick={() => void command('Could not end the silence', 'silences.end', { ids: [silence.id] })}
            >
              End now
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
