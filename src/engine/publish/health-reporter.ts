import type { Health } from '../../contract/model/health.ts';
import type { Notice } from '../../contract/model/notices.ts';
import type { Message } from '../../contract/model/text.ts';
import { createHealthMeter, type HealthMeter, type HealthSource } from '../machine/health.ts';
import { HealthHistory } from '../machine/health-history.ts';
import { createOverload } from '../machine/overload.ts';
import type { Store } from '../store/store.ts';
import { storeNotice } from './app-notices.ts';
import type { PushBatches } from './push-batches.ts';

export interface HealthReporterOptions {
  readonly pushBatches: Pick<PushBatches, 'add'>;
  readonly store: Pick<Store, 'stats'>;
  readonly setNotice: (notice: Notice) => void;
  readonly read: () => Omit<HealthSource, 'store'>;
}

/** Measures the health of Lookout and pushes it to pages. Sets a notice when Lookout is overloaded or cannot save. */
export interface HealthReporter {
  /** The check runner counts its checks here. */
  readonly meter: HealthMeter;
  read(): Health;
  /** What was pushed last; null: nothing yet. */
  last(): Health | null;
  /** What was pushed in the last half hour, oldest first; readings older than five minutes are ten seconds apart. */
  history(): readonly Health[];
  push(): void;
  stop(): void;
}

export function createHealthReporter({ pushBatches, store, setNotice, read }: HealthReporterOptions): HealthReporter {
  const meter = createHealthMeter();
  const overload = createOverload();
  const history = new HealthHistory();
  let last: Health | null = null;
  /** The problem that the last notice reported. */
  let storeProblem: Message | null = null;

  function readHealth(): Health {
    const { queued, writeMs, rowsWritten, bytes } = store.stats();
    return meter.read({ ...read(), store: { queued, writeMs, rowsWritten, bytes } });
  }

  return {
    meter,
    read: readHealth,
    last: () => last,
    history: () => history.list(),
    push() {
      last = readHealth();
      history.add(last);
      pushBatches.add({ type: 'health', health: last });
      const notice = overload.read(last);
      if (notice !== null) setNotice(notice);
      const { problem } = store.stats();
      if (problem === storeProblem) return;
      storeProblem = problem;
      setNotice(storeNotice(problem));
    },
    stop: () => meter.stop(),
  };
}
