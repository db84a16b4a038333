/** Reads `maintenance:` of lookout.yaml. */
import type { Issue } from '../../../contract/model/issue.ts';
import type { MaintenanceConfig } from '../../../contract/model/maintenance.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { formatPath, issueOf } from '../../base/issues.ts';
import { readMaintenance } from '../../endpoints/read-maintenance.ts';

/** @returns the valid windows, in the order of the file; their names differ */
export function readWindows(list: unknown, report: (issue: Issue) => void): MaintenanceConfig[] {
  if (!Array.isArray(list)) {
    report(issueOf('config.list', 'maintenance', {}, { given: list ?? undefined }));
    return [];
  }
  const firstWithName = new Map<string, number>();
  return list.flatMap((entry: unknown, index) => {
    const here = formatPath(['maintenance', index]);
    if (isRecord(entry) && typeof entry['duration'] === 'number') {
      // People read the file, and to them 30 could mean seconds or milliseconds.
      report(issueOf('durationUnit', `${here}.duration`, {}, { given: entry['duration'] }));
      return [];
    }
    const read = readMaintenance(entry);
    if (!read.ok) {
      for (const issue of read.issues) report({ ...issue, path: issue.path === '' ? here : `${here}.${issue.path}` });
      return [];
    }
    const { name } = read.config;
    const first = firstWithName.get(name);
    if (first !== undefined) {
      report(
        issueOf('config.sameWindow', `${here}.name`, { other: formatPath(['maintenance', first]) }, { given: name }),
      );
      return [];
    }
    firstWithName.set(name, index);
    return [read.config];
  });
}
