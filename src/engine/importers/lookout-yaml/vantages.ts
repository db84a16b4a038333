/** Reads `vantages:` of lookout.yaml: the places from which Prometheus has the endpoints checked. */
import type { VantageConfig } from '../../../contract/model/vantage.ts';
import { issueOf } from '../../base/issues.ts';
import { readVantage } from '../../prometheus/vantages.ts';
import { readNamedList, type Report } from './named-list.ts';

/** @returns the valid vantage points, in the order of the file; their names differ */
export function readVantages(list: unknown, report: Report): VantageConfig[] {
  const entries = readNamedList(
    list,
    {
      field: 'vantages',
      read: readVantage,
      bareDurations: () => [],
      sameName: (path, given) => issueOf('nameTaken', path, { reason: 'vantage' }, { given }),
    },
    report,
  );
  return entries.map(({ config }) => config);
}
