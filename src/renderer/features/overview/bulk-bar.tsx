import { ChartSpline, FlaskConical, Pause, Play, Trash2 } from 'lucide-react';
import { formatCount } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { comparePath, navigate } from '../../navigation/route.ts';
import css from './bars.module.css';
import { setListState } from './list-state.ts';
import { NO_SELECTION } from './selection.ts';
import { useEndpointCommands } from './use-endpoint-commands.ts';

export interface BulkBarProps {
  readonly ids: readonly string[];
  /** How many endpoints there are. */
  readonly total: number;
  /** How many of the selected ones the filters hide. */
  readonly hidden: number;
}

/** The actions on all selected endpoints. The bar replaces the filters while there is a selection. */
export function BulkBar({ ids, total, hidden }: BulkBarProps) {
  const commands = useEndpointCommands();
  return (
    <div className={css.bar} role="toolbar" aria-label="Selected endpoints">
      <strong className={css.selected} aria-live="polite">
        {formatCount(ids.length)} of {formatCount(total)} selected
        {hidden === 0 ? null : <span className={css.hidden}>{formatCount(hidden)} hidden by the filter</span>}
      </strong>
      <Button size="sm" icon={ChartSpline} onClick={() => navigate(comparePath(ids))}>
        Compare
      </Button>
      <Button size="sm" icon={FlaskConical} onClick={() => void commands.checkNow(ids)}>
        Check now
      </Button>
      <Button size="sm" icon={Pause} onClick={() => void commands.pause(ids)}>
        Pause
      </Button>
      <Button size="sm" icon={Play} onClick={() => void commands.resume(ids)}>
        Resume
      </Button>
      <Button size="sm" icon={Trash2} variant="danger" onClick={() => void commands.remove(ids)}>
        Delete
      </Button>
      <Button size="sm" variant="ghost" className={css.last} onClick={() => setListState({ selection: NO_SELECTION })}>
        Clear
      </Button>
    </div>
  );
}
