/** Reads `maintenance:` and `objectives:` of lookout.yaml. */
import type { Issue } from '../../../contract/model/issue.ts';
import type { MaintenanceConfig } from '../../../contract/model/maintenance.ts';
import type { ObjectiveConfig } from '../../../contract/model/objective.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { formatPath, issueOf } from '../../base/issues.ts';
import { readMaintenance } from '../../endpoints/read-maintenance.ts';
import { readObjective } from '../../endpoints/read-objective.ts';

type Report = (issue: Issue) => void;

/** @returns the valid windows, in the order of the file; their names differ */
export function readWindows(list: unknown, report: Report): MaintenanceConfig[] {
  return readNamed(list, { field: 'maintenance', duration: 'duration', read: readMaintenance }, report);
}

/** @returns the valid objectives, in the order of the file; their names differ */
export function readObjectives(list: unknown, report: Report): ObjectiveConfig[] {
  return readNamed(list, { field: 'objectives', duration: 'window', read: readObjective }, report);
}

interface NamedList<Config> {
  readonly field: string;
  /** The field of an entry that is a duration. */
  readonly duration: string;
  readonly read: (
    entry: unknown,
  ) => { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly issues: readonly Issue[] };
}

function readNamed<Config extends { readonly name: string }>(
  list: unknown,
  { field, duration, read }: NamedList<Config>,
  report: Report,
): Config[] {
  if (!Array.isArray(list)) {
    report(issueOf('config.list', field, {}, { given: list ?? undefined }));
    return [];
  }
  const firstWithName = new Map<string, number>();
  return list.flatMap((entry: unknown, index) => {
    const here = formatPath([field, index]);
    if (isRecord(entry) && typeof entry[duration] === 'number') {
      // People read the file, and to them 30 could mean seconds or milliseconds.
      report(issueOf('durationUnit', `${here}.${duration}`, {}, { given: entry[duration] }));
      return [];
    }
    const found = read(entry);
    if (!found.ok) {
      for (const issue of found.issues) report({ ...issue, path: issue.path === '' ? here : `${here}.${issue.path}` });
      return [];
    }
    const { name } = found.config;
    const first = firstWithName.get(name);
    if (first !== undefined) {
      report(issueOf('config.sameWindow', `${here}.name`, { other: formatPath([field, first]) }, { given: name }));
      return [];
    }
    firstWithName.set(name, index);
    return [found.config];
  });
}
