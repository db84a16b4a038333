/** Combines modules of blackbox_exporter with the targets of Prometheus. */
import { isRecord } from '../../../shared/is-record.ts';
import { loadLibraries } from '../../conditions/libraries.ts';
import { Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import type { Source } from '../source.ts';
import { readModule, type MakeEntry } from './module.ts';
import { validateModule } from './validate.ts';

/** The modules of the `blackbox.yml` that comes with blackbox_exporter. */
const USUAL = {
  http_2xx: { prober: 'http' },
  http_post_2xx: { prober: 'http', http: { method: 'POST' } },
  tcp_connect: { prober: 'tcp' },
  icmp: { prober: 'icmp' },
  grpc: { prober: 'grpc', grpc: { tls: true } },
  grpc_plain: { prober: 'grpc', grpc: { tls: false } },
} as const;

/** Reads a module only when an endpoint uses it, so that there are no warnings about other modules. */
function once(read: () => MakeEntry): MakeEntry {
  let make: MakeEntry | null = null;
  return (target) => {
    make ??= read();
    return make(target);
  };
}

interface Group {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly path: string;
  readonly source: Source;
}

export const read: ReadSources = async (sources, context) => {
  await loadLibraries();
  const roots = sources.map((source) => ({ source, data: source.data }));
  const modules = new Map<string, MakeEntry>();
  for (const { source, data } of roots) {
    if (!isRecord(data) || !isRecord(data['modules'])) continue;
    const root = new Fields(source, '', data, context.warn);
    const all = root.fields('modules');
    for (const name of Object.keys(all.record)) validateModule(all.fields(name));
    for (const name of Object.keys(all.record))
      modules.set(
        name,
        once(() => readModule(all.fields(name))),
      );
    root.finish();
  }
  const files = roots.flatMap(({ source, data }) => (Array.isArray(data) ? [{ source, groups: data }] : []));
  const used = new Set<string>();
  const found = roots.flatMap(({ source, data }) => {
    if (!isRecord(data) || !Array.isArray(data['scrape_configs'])) return [];
    const root = new Fields(source, '', data, context.warn);
    const global = root.fields('global');
    const jobs = root
      .entries('scrape_configs')
      .flatMap((job) => readJob(job, { global, modules, files, used, context }));
    root.finish({ rule_files: 'import.alerting', alerting: 'import.alerting', remote_write: 'import.settings' });
    return jobs;
  });
  const [only] = modules;
  for (const { source, groups } of files) {
    if (used.has(source.name)) continue;
    if (only === undefined || modules.size > 1) context.warn(source.name, '', 'import.noModule');
    else found.push(...endpointsOf(groupsOf(groups, source, ''), only, { job: '', more: {} }));
  }
  // Modules alone say how to check, but not what.
  if (found.length === 0) {
    for (const { source, data } of roots) {
      if (isRecord(data) && isRecord(data['modules'])) context.warn(source.name, 'modules', 'import.noTargets');
    }
  }
  return found;
};

interface Around {
  readonly global: Fields;
  readonly modules: ReadonlyMap<string, MakeEntry>;
  readonly files: readonly { readonly source: Source; readonly groups: readonly unknown[] }[];
  /** The names of the target files that a job uses. */
  readonly used: Set<string>;
  readonly context: ReadContext;
}

function readJob(job: Fields, around: Around): FoundEndpoint[] {
  const name = job.text('job_name');
  const params = job.fields('params');
  const names = params.texts('module');
  if (names.length === 0 && job.text('metrics_path') !== '/probe') {
    job.warn('', 'import.notProbe');
    return [];
  }
  const interval = job.text('scrape_interval') || around.global.text('scrape_interval') || '1m';
  const groups = [
    ...groupsOf(job.list('static_configs'), job.source, job.pathOf('static_configs')),
    ...params.texts('target').map((target) => ({ targets: [target], labels: {}, path: job.path, source: job.source })),
    ...job.entries('file_sd_configs').flatMap((config) => fromFiles(config, around)),
  ];
  for (const key of Object.keys(job.record)) {
    if (key.endsWith('_sd_configs') && key !== 'file_sd_configs') job.leaveOut(key, 'import.noCounterpart');
  }
  job.ignore('relabel_configs', 'metrics_path', 'scheme', 'scrape_timeout', 'metric_relabel_configs', 'honor_labels');
  job.finish();
  return (names.length === 0 ? ['http_2xx'] : names).flatMap((module) => {
    const make = around.modules.get(module) ?? usual(module, job, around.context);
    if (make === null) return [];
    const label = names.length > 1 ? ` (${module})` : '';
    return endpointsOf(groups, [module, make], { job: name, more: { interval }, label });
  });
}

/** A module of which the file was not given. */
function usual(module: string, job: Fields, { warn }: ReadContext): MakeEntry | null {
  const known = Object.entries(USUAL).find(([name]) => name === module)?.[1];
  if (known === undefined) {
    job.warn('params.module', 'import.noValue', { name: `the module ${module}` });
    return null;
  }
  job.warn('params.module', 'import.instead', { used: `the module ${module} as blackbox_exporter comes with it` });
  return readModule(new Fields(job.source, job.pathOf('params.module'), known, warn));
}

function groupsOf(list: readonly unknown[], source: Source, path: string): Group[] {
  return list.flatMap((one, index) => {
    if (!isRecord(one)) return [];
    const labels = isRecord(one['labels']) ? one['labels'] : {};
    return [
      {
        targets: Array.isArray(one['targets']) ? one['targets'].map(textOf) : [],
        labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, textOf(value)])),
        path: `${path}[${index}]`,
        source,
      },
    ];
  });
}

/** The groups of the target files among the given files. */
function fromFiles(config: Fields, { files, used }: Around): Group[] {
  return config.texts('files').flatMap((pattern) => {
    const last = pattern.split('/').at(-1) ?? pattern;
    const regex = new RegExp(
      `(?:^|/)${last.replaceAll(/[.+^$()|[\]{}\\]/gu, String.raw`\$&`).replaceAll('*', '[^/]*')}$`,
      'u',
    );
    const matching = files.filter(({ source }) => regex.test(source.name));
    if (matching.length === 0) config.warn('files', 'import.file', { file: pattern });
    return matching.flatMap(({ source, groups }) => {
      used.add(source.name);
      return groupsOf(groups, source, '');
    });
  });
}

function endpointsOf(
  groups: readonly Group[],
  [module, make]: readonly [string, MakeEntry],
  {
    job,
    more,
    label = '',
  }: { readonly job: string; readonly more: { readonly interval?: string }; readonly label?: string },
): FoundEndpoint[] {
  return groups.flatMap(({ targets, labels, path, source }) =>
    targets.flatMap((target, index): FoundEndpoint[] => {
      const entry = make(target);
      if (entry === null) return [];
      const tags = Object.entries(labels)
        .filter(([name]) => !name.startsWith('__'))
        .map(([name, value]) => `${name}: ${value}`);
      return [
        {
          sourceId: `blackbox:${[job, module, target].join(' ')}`,
          source: source.name,
          path: `${path}.targets[${index}]`,
          entry: {
            ...entry,
            name: `${target}${label}`,
            ...more,
            ...(job === '' ? {} : { group: job }),
            ...(tags.length === 0 ? {} : { tags }),
          },
        },
      ];
    }),
  );
}
