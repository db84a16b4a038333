/** The settings of the engine. */
import { useEffect, useState } from 'react';
import type { DataSizes } from '../../../contract/model/backup.ts';
import { formatBytes } from '../../format.ts';
import { useSettings } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';
import { DurationSetting, NumberSetting } from './draft-setting.tsx';
import { useChange } from './use-change.ts';

export function DefaultsSection() {
  const { defaultInterval, defaultTimeout, defaultRetries } = useSettings();
  const change = useChange();
  return (
    <>
      <DurationSetting
        label="Interval"
        help="From the start of one check to the start of the next, 500 ms to 24 h. Existing endpoints keep theirs."
        value={defaultInterval}
        onChange={(value) => change({ defaultInterval: value })}
      />
      <DurationSetting
        label="Timeout"
        help="For a whole check, from DNS to the last byte, 100 ms to 10 min."
        value={defaultTimeout}
        onChange={(value) => change({ defaultTimeout: value })}
      />
      <NumberSetting
        label="Retries"
        help="Further failed checks before an endpoint is down, 0 to 100."
        value={defaultRetries}
        onChange={(value) => change({ defaultRetries: value })}
      />
    </>
  );
}

export function LimitsSection() {
  const { maxConcurrent, maxPerHost } = useSettings();
  const change = useChange();
  return (
    <>
      <NumberSetting
        label="Concurrent checks"
        help="For all endpoints, 1 to 10,000. Further checks wait, and the wait is not counted as latency."
        value={maxConcurrent}
        onChange={(value) => change({ maxConcurrent: value })}
      />
      <NumberSetting
        label="Concurrent checks per host"
        help="Keeps Lookout from overloading a host; 1 to 10,000."
        value={maxPerHost}
        onChange={(value) => change({ maxPerHost: value })}
      />
    </>
  );
}

export function HistorySection() {
  const settings = useSettings();
  const change = useChange();
  const sizes = useSizes();
  return (
    <>
      {KEPT.map(({ setting, label, help, size }) => (
        <NumberSetting
          key={setting}
          label={label}
          unit="days"
          help={size === null || sizes === null ? help : `${help} Now ${formatBytes(sizes[size])}.`}
          value={settings[setting]}
          onChange={(value) => change({ [setting]: value })}
        />
      ))}
    </>
  );
}

/** The size of each level of detail on the disk; null: unknown, or stored only in memory. */
function useSizes(): DataSizes | null {
  const command = useCommand();
  const [sizes, setSizes] = useState<DataSizes | null>(null);
  useEffect(() => {
    const load = async () => {
      const next = await command('Could not read the size of the data', 'data.sizes', {});
      if (next !== undefined && next.other > 0) setSizes(next);
    };
    void load();
  }, [command]);
  return sizes;
}

const KEPT = [
  {
    setting: 'keepResultsDays',
    size: 'results',
    label: 'Keep single results for',
    help: '1 to 365. Charts with a point for every check need them.',
  },
  {
    setting: 'keepFailuresDays',
    size: null,
    label: 'Keep failed results for',
    help: '1 to 3,650. At least as long as other results.',
  },
  {
    setting: 'keepMinutesDays',
    size: 'minutes',
    label: 'Keep figures per minute for',
    help: '1 to 3,650. At least as long as single results.',
  },
  {
    setting: 'keepHistoryDays',
    size: 'hours',
    label: 'Keep figures per hour for',
    help: '1 to 3,650. At least as long as figures per minute.',
  },
  {
    setting: 'keepDailyDays',
    size: 'days',
    label: 'Keep figures per day for',
    help: '1 to 36,500. At least as long as figures per hour.',
  },
  {
    setting: 'keepIncidentsDays',
    size: 'incidents',
    label: 'Keep incidents for',
    help: '1 to 36,500. Also their evidence, and the uptime of that time.',
  },
] as const;
