/** Reads `channels:` and `rules:` of lookout.yaml. */
import type { Ms } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { parseChannel } from '../../alerts/channel-registry.ts';
import { readRule, RULE_DURATIONS } from '../../alerts/rule-schema.ts';
import { issueOf } from '../../base/issues.ts';
import { readNamedList, type BareDuration, type NamedList, type Report } from './named-list.ts';

/** The entries as they are in the file; each of them is valid, and the names in each list differ. */
export interface AlertingEntries {
  readonly channels: readonly unknown[];
  readonly rules: readonly unknown[];
}

/**
 * Whether the channels of a rule exist is checked when the file is applied, because some may have been added in the
 * app.
 */
export function readAlerting(
  { channels, rules }: { readonly channels: unknown; readonly rules: unknown },
  report: Report,
): AlertingEntries {
  return {
    channels: readList('channels', channels, (entry) => parseChannel(entry), report),
    rules: readList('rules', rules, readRule, report),
  };
}

function readList(
  field: 'channels' | 'rules',
  list: unknown,
  read: NamedList<{ readonly name: string }>['read'],
  report: Report,
): readonly unknown[] {
  const reason = field === 'channels' ? 'channel' : 'rule';
  const entries = readNamedList(
    list,
    {
      field,
      read,
      bareDurations,
      sameName: (path, given) => issueOf('nameTaken', path, { reason }, { given }),
    },
    report,
  );
  return entries.map(({ entry }) => entry);
}

/** The durations of a rule without a unit. 0 needs none. */
function bareDurations(entry: unknown): readonly BareDuration[] {
  if (!isRecord(entry)) return [];
  const { after, repeat, steps } = entry;
  const found: { path: string; value: unknown; range: readonly [Ms, Ms] }[] = [
    { path: 'after', value: after, range: RULE_DURATIONS.after },
    { path: 'repeat', value: repeat, range: RULE_DURATIONS.repeat },
  ];
  if (Array.isArray(steps)) {
    steps.forEach((step: unknown, index) => {
      if (isRecord(step)) {
        found.push({ path: `steps[${index}].after`, value: step['after'], range: RULE_DURATIONS.stepAfter });
      }
    });
  }
  return found.flatMap(({ path, value, range }) =>
    typeof value === 'number' && value !== 0 ? [{ path, given: value, range }] : [],
  );
}
