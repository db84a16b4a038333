import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { EndpointWhatIf, JudgedHistory, WhatIfSettings } from '../../../contract/model/what-if.ts';
import type { Json } from '../../../contract/model/units.ts';
import { WhatIf } from '../../form/what-if/what-if.tsx';
import css from '../../form/what-if/what-if.module.css';
import { formatCount, formatDuration } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { useRun } from '../../live/use-run.ts';
import { formatWhen } from '../check/when.ts';

export interface EndpointWhatIfProps {
  readonly id: string;
  /** The endpoint as it is edited; null: there is no such kind. */
  readonly config: () => EndpointInput | null;
}

/** How often and how long the endpoint would have been down with the retries and limits of the form. */
export function EndpointWhatIfSection({ id, config }: EndpointWhatIfProps) {
  const texts = useTexts();
  const { running, done, answer, refused, start, cancel } = useRun('whatIf.endpoint');
  return (
    <WhatIf
      explanation="How these retries, limits and conditions would have judged the stored checks."
      running={running}
      done={done}
      trouble={refused === null ? null : texts.refusal(refused)}
      onStart={(days) => {
        const input = config();
        if (input !== null) void start({ id, config: settingsOf(input), days });
      }}
      onCancel={cancel}
    >
      {answer === null ? null : <Result answer={answer} />}
    </WhatIf>
  );
}

/** The engine decides what an empty field means, except that empty limits and conditions mean none. */
function settingsOf(input: EndpointInput): WhatIfSettings {
  const {
    retries,
    retryInterval,
    degradedAbove = null,
    conditions,
  } = input as Readonly<Record<string, Json | undefined>>;
  return {
    ...(isWritten(retries) ? { retries } : {}),
    ...(isWritten(retryInterval) ? { retryInterval } : {}),
    degradedAbove: isWritten(degradedAbove) ? degradedAbove : null,
    conditions: Array.isArray(conditions) ? conditions.filter((one) => typeof one === 'string') : [],
  };
}

function isWritten(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function Result({ answer }: { readonly answer: EndpointWhatIf }) {
  const { checks, from, would, now, newConditions } = answer;
  if (checks === 0) return <p className={css.note}>No checks are stored for this time.</p>;
  return (
    <>
      <p className={css.figure}>{capitalized(`would have been ${historyText(would)}.`)}</p>
      <p className={css.note}>
        With its saved settings: {historyText(now)}. {formatCount(checks)} checks since {formatWhen(from)}.
        {newConditions === 0 ? '' : ' What new conditions would have found is not stored.'}
      </p>
    </>
  );
}

function historyText({ incidents, downMs, degradedMs }: JudgedHistory): string {
  const down =
    incidents === 0
      ? 'never down'
      : `down ${incidents === 1 ? 'once' : `${formatCount(incidents)} times`}, ${formatDuration(downMs)}`;
  return degradedMs === 0 ? down : `${down}; degraded for ${formatDuration(degradedMs)}`;
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
