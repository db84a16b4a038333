/** Reads `channels:` and `rules:` of lookout.yaml. */
import type { Issue } from '../../../contract/model/issue.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { parseChannel } from '../../alerts/channel-registry.ts';
import { readRule } from '../../alerts/rule-schema.ts';
import { formatPath, issueOf } from '../../base/issues.ts';

/** The entries as they are in the file; each of them is valid, and the names in each list differ. */
export interface AlertingEntries {
  readonly channels: readonly unknown[];
  readonly rules: readonly unknown[];
}

/** Whether the channels of a rule exist is found out when the file is applied: some may have been added in the app. */
export function readAlerting(
  { channels, rules }: { readonly channels: unknown; readonly rules: unknown },
  report: (issue: Issue) => void,
): AlertingEntries {
  return {
    channels: readList('channels', channels, (entry) => parseChannel(entry), report),
    rules: readList('rules', rules, readRule, report),
  };
}

type Read =
  | { readonly ok: true; readonly config: { readonly name: string } }
  | { readonly ok: false; readonly issues: readonly Issue[] };

function readList(
  field: 'channels' | 'rules',
  list: unknown,
  read: (entry: unknown) => Read,
  report: (issue: Issue) => void,
): readonly unknown[] {
  if (!Array.isArray(list)) {
    report(issueOf('config.list', field, {}, { given: list ?? undefined }));
    return [];
  }
  const names = new Set<string>();
  return list.filter((entry: unknown, index) => {
    const here = formatPath([field, index]);
    const bare = bareDurations(entry);
    // People read the file, and to them 30 could mean seconds or milliseconds.
    for (const { path, given } of bare) report(issueOf('durationUnit', `${here}.${path}`, {}, { given }));
    if (bare.length > 0) return false;
    const result = read(entry);
    if (!result.ok) {
      for (const issue of result.issues) report({ ...issue, path: issue.path === '' ? here : `${here}.${issue.path}` });
      return false;
    }
    const { name } = result.config;
    if (names.has(name)) {
      const reason = field === 'channels' ? 'channel' : 'rule';
      report(issueOf('nameTaken', `${here}.name`, { reason }, { given: name }));
      return false;
    }
    names.add(name);
    return true;
  });
}

/** The durations of a rule without a unit. 0 needs none. */
function bareDurations(entry: unknown): readonly { readonly path: string; readonly given: number }[] {
  if (!isRecord(entry)) return [];
  const { after, repeat, steps } = entry;
  const found: { path: string; value: unknown }[] = [
    { path: 'after', value: after },
    { path: 'repeat', value: repeat },
  ];
  if (Array.isArray(steps)) {
    steps.forEach((step: unknown, index) => {
      if (isRecord(step)) found.push({ path: `steps[${index}].after`, value: step['after'] });
    });
  }
  return found.flatMap(({ path, value }) => (typeof value === 'number' && value !== 0 ? [{ path, given: value }] : []));
}
