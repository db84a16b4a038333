/** Reads the monitors of Uptime Kuma, of a backup or a database. */
import { isRecord } from '../../../shared/is-record.ts';
import { issueOf } from '../../base/issues.ts';
import { Fields } from '../fields.ts';
import { ImportError } from '../import-error.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import type { Source } from '../source.ts';
import { logOf, readDatabase } from './database.ts';
import { readMonitor, type Kuma } from './monitor.ts';
import { fromRow } from './row.ts';

export const read: ReadSources = async (sources, context) => {
  const databases = sources.filter(({ isDatabase }) => isDatabase);
  const found: FoundEndpoint[] = [];
  for (const source of databases) {
    const kuma = await kumaOf(source, logOf(source, sources), context).catch(unlessOther(source));
    if (kuma === null) context.warn(source.name, '', 'import.notRecognized');
    else found.push(...monitorsOf(source, kuma));
  }
  for (const source of sources) {
    if (databases.includes(source) || /-(?:wal|shm)$/u.test(source.name)) continue;
    found.push(...monitorsOf(source, kumaOfBackup(source, context)));
  }
  return found;
};

/** A folder may have the database of another program. */
function unlessOther(source: Source): (error: unknown) => null {
  return (error) => {
    if (source.inFolder && error instanceof ImportError && error.issue.code === 'source.needs') return null;
    throw error;
  };
}

/** Names a monitor in later versions of the file. */
export function keyOfMonitor(id: number | string): string {
  return `kuma:${id}`;
}

interface Read extends Kuma {
  readonly monitors: readonly Fields[];
}

function kumaOfBackup(source: Source, { warn }: ReadContext): Read {
  const { data } = source;
  if (!isRecord(data) || !Array.isArray(data['monitorList'])) {
    throw source.error(issueOf('source.list', 'monitorList', {}));
  }
  const root = new Fields(source, '', data, warn);
  const monitors = root.entries('monitorList');
  const proxies = new Map(root.entries('proxyList').map((proxy) => [proxy.number('id') ?? 0, proxy.record]));
  root.ignore('version');
  root.finish({ notificationList: 'import.alerting' });
  return { monitors, proxies, dockerHosts: new Map(), notified: new Set(), tags: new Map() };
}

async function kumaOf(source: Source, log: Source | null, { warn }: ReadContext): Promise<Read> {
  const tables = await readDatabase(source, log);
  if (tables.hasHistory) warn(source.name, 'heartbeat', 'import.history');
  if (tables.hasMaintenance) warn(source.name, 'maintenance', 'import.maintenance');
  if (tables.hasStatusPages) warn(source.name, 'status_page', 'import.statusPage');
  const byId = (rows: typeof tables.proxies) => new Map(rows.map((row) => [Number(row['id']), row]));
  return {
    monitors: tables.monitors.map((row) => new Fields(source, `monitor ${String(row['id'])}`, fromRow(row), warn)),
    proxies: byId(tables.proxies),
    dockerHosts: byId(tables.dockerHosts),
    notified: tables.notified,
    tags: Map.groupBy(tables.tags, ({ monitor_id }) => Number(monitor_id)),
  };
}

function monitorsOf(source: Source, kuma: Read): FoundEndpoint[] {
  const names = new Map(kuma.monitors.map((fields) => [fields.number('id'), fields.text('name')]));
  const parents = new Map(kuma.monitors.map((fields) => [fields.number('id'), fields.number('parent')]));
  /** The names of the groups around a monitor, outermost first. */
  function groupOf(id: number | null): string {
    const path: string[] = [];
    // A broken backup may have circles.
    for (
      let at = parents.get(id) ?? null, depth = 0;
      at !== null && depth < 10;
      at = parents.get(at) ?? null, depth++
    ) {
      path.unshift(names.get(at) ?? '');
    }
    return path.filter(Boolean).join(' / ');
  }
  const children = (id: number | null) =>
    kuma.monitors.filter((fields) => fields.number('parent') === id).map((fields) => fields.text('name'));
  return kuma.monitors.flatMap((fields): FoundEndpoint[] => {
    const id = fields.number('id');
    const entry = readMonitor(fields, { kuma, group: groupOf(id), children: children(id) });
    if (entry === null) return [];
    const active = fields.record['active'] === undefined || fields.flag('active');
    const own = {
      sourceId: keyOfMonitor(id ?? fields.text('name')),
      source: source.name,
      path: fields.path,
      file: source.index,
    };
    return [{ ...own, entry, paused: !active }];
  });
}
