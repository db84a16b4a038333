/** Reads `maintenance:`, `silences:`, `objectives:` and `statusPages:` of lookout.yaml. */
import type { SilenceConfig } from '../../../contract/model/alert-rule.ts';
import type { MaintenanceConfig } from '../../../contract/model/maintenance.ts';
import type { ObjectiveConfig } from '../../../contract/model/objective.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { readSilenceInFile } from '../../alerts/read-silence.ts';
import { issueOf } from '../../base/issues.ts';
import { OBJECTIVE_WINDOW } from '../../check/common.ts';
import { MAINTENANCE_DURATION, readMaintenance } from '../../endpoints/read-maintenance.ts';
import { readObjective } from '../../endpoints/read-objective.ts';
import type { StatusPageConfig } from '../../../contract/model/status-page.ts';
import { readStatusPage } from '../../status-pages/read-status-page.ts';
import { readNamedList, type NamedList, type Report } from './named-list.ts';

/** The field of an entry that is a duration. */
interface DurationField {
  readonly name: string;
  readonly range: readonly [Ms, Ms];
}

const DURATION: DurationField = { name: 'duration', range: MAINTENANCE_DURATION };

/** @returns the valid windows, in the order of the file; their names differ */
export function readWindows(list: unknown, report: Report): MaintenanceConfig[] {
  return readConfigs(list, { field: 'maintenance', duration: DURATION, read: readMaintenance }, report);
}

/** @returns the valid silences, in the order of the file; their names differ */
export function readSilences(list: unknown, report: Report): SilenceConfig[] {
  return readConfigs(list, { field: 'silences', duration: DURATION, read: readSilenceInFile }, report);
}

/** @returns the valid objectives, in the order of the file; their names differ */
export function readObjectives(list: unknown, report: Report): ObjectiveConfig[] {
  return readConfigs(
    list,
    { field: 'objectives', duration: { name: 'window', range: OBJECTIVE_WINDOW }, read: readObjective },
    report,
  );
}

/** @returns the valid status pages, in the order of the file; their names differ */
export function readStatusPages(list: unknown, report: Report): StatusPageConfig[] {
  return readConfigs(list, { field: 'statusPages', duration: null, read: readStatusPage }, report);
}

function readConfigs<Config extends { readonly name: string }>(
  list: unknown,
  { field, duration, read }: Pick<NamedList<Config>, 'field' | 'read'> & { readonly duration: DurationField | null },
  report: Report,
): Config[] {
  const entries = readNamedList(
    list,
    {
      field,
      read,
      bareDurations(entry) {
        if (duration === null) return [];
        const { name, range } = duration;
        const given = isRecord(entry) ? entry[name] : undefined;
        return typeof given === 'number' ? [{ path: name, given, range }] : [];
      },
      sameName: (path, name, other) => issueOf('config.sameWindow', path, { other }, { given: name }),
    },
    report,
  );
  return entries.map(({ config }) => config);
}
