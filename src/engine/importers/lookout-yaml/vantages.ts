/** Reads `vantages:` of lookout.yaml: the places from which Prometheus has the endpoints checked. */
import { z } from 'zod';
import { EXPORTERS, type VantageConfig } from '../../../contract/model/vantage.ts';
import { accepts } from '../../base/accepts.ts';
import { issueOf } from '../../base/issues.ts';
import { readFields } from '../../endpoints/read-fields.ts';
import { vantageUrl } from '../../prometheus/target-groups.ts';
import { readNamedList, type Report } from './named-list.ts';

const schema = z.strictObject({
  name: accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100)),
  address: accepts('vantageAddress', {}, z.string().trim().max(500).refine(isAddress)),
  exporter: accepts('oneOf', { options: EXPORTERS }, z.enum(EXPORTERS)).optional(),
});

/** Prometheus needs a host, and accepts no user, query or fragment. */
function isAddress(text: string): boolean {
  const url = vantageUrl(text);
  return url !== null && url.hostname !== '' && url.username === '' && url.search === '' && url.hash === '';
}

/** @returns the valid vantage points, in the order of the file; their names differ */
export function readVantages(list: unknown, report: Report): VantageConfig[] {
  const entries = readNamedList(
    list,
    {
      field: 'vantages',
      read: (input) => readFields(schema, input),
      bareDurations: () => [],
      sameName: (path, given) => issueOf('nameTaken', path, { reason: 'vantage' }, { given }),
    },
    report,
  );
  return entries.map(({ config }) => config);
}
