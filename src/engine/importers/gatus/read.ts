/** Reads the configuration of Gatus (config/config.go, config/endpoint/endpoint.go). */
import { isRecord } from '../../../shared/is-record.ts';
import { issueOf } from '../../base/issues.ts';
import { Fields } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import type { Source } from '../source.ts';
import { variable } from '../variables.ts';
import { readEndpoint, readExternal } from './endpoint.ts';
import { keyOf } from './key.ts';
import { readSuite } from './suite.ts';

/** The parts of a configuration besides endpoints. */
const ROOT = {
  alerting: 'import.alerting',
  maintenance: 'import.maintenance',
  announcements: 'import.statusPage',
  ui: 'import.statusPage',
  storage: 'import.settings',
  web: 'import.settings',
  security: 'import.settings',
  remote: 'import.settings',
  connectivity: 'import.settings',
  tunneling: 'import.settings',
  metrics: 'import.settings',
  debug: 'import.settings',
  concurrency: 'import.settings',
  'disable-monitoring-lock': 'import.settings',
  'skip-invalid-config-update': 'import.settings',
} as const;
/** Those of them that are maps. */
const MAPS = ['alerting', 'maintenance', 'ui', 'storage', 'web', 'security', 'remote', 'connectivity'] as const;
/** Keys that people use to hold anchors. Gatus ignores them. */
const HOLDS_ANCHORS = /^(?:x-|\.)|default|anchor|template|common/iu;

export const read: ReadSources = (sources, context) => {
  const found: FoundEndpoint[] = [];
  /** Gatus refuses two endpoints with one name in a group. */
  const places = new Map<string, string>();
  let empty = 0;
  const roots = sources.flatMap((source) => configsIn(source).map((config) => rootOf(config, context)));
  for (const root of roots) {
    const before = found.length;
    const endpoints = root.entries('endpoints').map((fields) => ({ fields, endpoint: readEndpoint(fields) }));
    const external = root.entries('external-endpoints').map((fields) => ({ fields, endpoint: readExternal(fields) }));
    for (const { fields, endpoint } of [...endpoints, ...external]) {
      const key = keyOf(fields);
      const other = places.get(key);
      if (other !== undefined) throw fields.source.error(issueOf('source.sameName', fields.pathOf('name'), { other }));
      places.set(key, fields.path);
      found.push(...endpoint);
    }
    const suites = new Set<string>();
    for (const fields of root.entries('suites')) {
      const name = keyOf(fields);
      if (suites.has(name)) throw fields.refuse('name');
      suites.add(name);
      found.push(...readSuite(fields));
    }
    if (found.length === before && root.list('endpoints').length + root.list('suites').length === 0) empty++;
    root.finish(ROOT);
  }
  const [first] = roots;
  if (first !== undefined && empty === roots.length) throw first.refuse('endpoints', 'source.list');
  return found;
};

function rootOf(source: Source, { warn }: ReadContext): Fields {
  const { data } = source;
  if (!isRecord(data)) throw source.error(issueOf('source.list', 'endpoints', {}));
  const root = new Fields(source, '', data, warn);
  root.ignore(...Object.keys(data).filter((key) => HOLDS_ANCHORS.test(key) && !(key in ROOT)));
  for (const list of ['endpoints', 'external-endpoints', 'suites']) {
    const value = data[list];
    if (value !== undefined && value !== null && !Array.isArray(value)) throw root.refuse(list, 'source.list');
  }
  for (const map of MAPS) {
    const value = data[map];
    if (value !== undefined && value !== null && !isRecord(value)) throw root.refuse(map);
  }
  return root;
}

/** The file itself, or the files in a ConfigMap. */
function configsIn(source: Source): readonly Source[] {
  const inMaps = source.documentsIfAny.flatMap((document) => {
    if (!isRecord(document) || document['kind'] !== 'ConfigMap' || !isRecord(document['data'])) return [];
    return Object.values(document['data']).filter((text) => typeof text === 'string');
  });
  return (inMaps.length === 0 ? [source.text] : inMaps).map((text) => source.withText(withMarks(text)));
}

/** `$NAME` and `${NAME}` are environment variables, and `$$` is a dollar. */
function withMarks(text: string): string {
  return text.replaceAll(/\$(?:\$|\{(?<braced>\w+)\}|(?<plain>[A-Za-z_]\w*))/gu, (...rest: unknown[]) => {
    const { braced, plain } = rest.at(-1) as { braced?: string; plain?: string };
    const name = braced ?? plain;
    return name === undefined ? '$' : variable(name);
  });
}
