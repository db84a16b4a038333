/** Reads the configuration of Monika (https://monika.hyperjump.tech/guides/probes). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { issueOf } from '../../base/issues.ts';
import { entryOf, Fields } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import type { Source } from '../source.ts';
import { assertionsOf } from './assertions.ts';
import { readJourney, readSingle } from './requests.ts';
import { readServices } from './services.ts';

const ROOT = {
  notifications: 'import.alerting',
  certificate: 'import.settings',
  'status-notification': 'import.alerting',
  db: 'import.settings',
  symon: 'import.settings',
  version: 'import.settings',
} as const;

export const read: ReadSources = (sources, context) => sources.flatMap((source) => readConfig(source, context));

function readConfig(source: Source, { warn }: ReadContext): FoundEndpoint[] {
  const { data } = source;
  if (!isRecord(data) || !Array.isArray(data['probes']) || data['probes'].length === 0) {
    throw source.error(issueOf('source.list', 'probes', {}));
  }
  const root = new Fields(source, '', data, warn);
  const found = root.entries('probes').flatMap(readProbe);
  root.finish(ROOT);
  return found;
}

function readProbe(probe: Fields): FoundEndpoint[] {
  const id = probe.text('id');
  const name = probe.text('name');
  const threshold = probe.number('incidentThreshold');
  const common = entryOf({
    name,
    note: probe.text('description'),
    interval: probe.duration('interval', 's') || '10s',
    ...(threshold === null ? {} : { retries: Math.max(0, threshold - 1) }),
  });
  const requests = probe.entries('requests');
  const conditions = assertionsOf(probe);
  const [first] = requests;
  const made: (EndpointInput | null)[] = [
    ...(first === undefined
      ? []
      : [requests.length === 1 ? readSingle(first, conditions) : readJourney(probe, requests, conditions)]),
    ...readServices(probe),
  ];
  probe.finish({ recoveryThreshold: 'import.noCounterpart', lastEvent: 'import.noCounterpart' });
  if (made.length === 0) probe.warn('', 'import.notEndpoint');
  return made.flatMap((entry, index): FoundEndpoint[] =>
    entry === null
      ? []
      : [
          {
            sourceId: `monika:${id || name}${index === 0 ? '' : `:${index}`}`,
            source: probe.source.name,
            path: probe.path,
            entry: { ...entry, ...common, kind: entry.kind },
          },
        ],
  );
}
