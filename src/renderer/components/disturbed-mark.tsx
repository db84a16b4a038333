import { Hourglass } from 'lucide-react';
import css from './disturbed-mark.module.css';

const TEXT = 'Measured while Lookout was busy: not in the latency statistics';

/** A mark beside the duration of a check that Lookout was too busy to measure well (`CheckResult.disturbed`). */
export function DisturbedMark() {
  return (
    <span className={css.mark} title={TEXT}>
      <Hourglass size={11} aria-hidden />
      <span className="sr-only">{TEXT}</span>
    </span>
  );
}
