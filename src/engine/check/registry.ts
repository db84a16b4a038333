/** The list of check kinds, and what is built from it: reading endpoints, forms, the JSON Schema. */
import type { Dialect } from '../../contract/model/condition.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { CommonConfig, EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import { problemOfCondition } from '../conditions/compile.ts';
import { placeholderNames } from '../conditions/placeholders.ts';
import { changesDetail, commonFields, commonSchema, conditionsDetail } from './common.ts';
import { http } from './kinds/http/descriptor.ts';
import { isSecretPlace } from './secret-fields.ts';
import { toIssues } from '../base/accepts.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import { nearest } from '../base/nearest.ts';
import { endpointSchema } from './json-schema.ts';
import { trackedDetails, type CheckKind } from './kind.ts';
import { smtp } from './kinds/smtp/descriptor.ts';
import { postgres } from './kinds/postgres/descriptor.ts';
import { redis } from './kinds/redis/descriptor.ts';
import { mysql } from './kinds/mysql/descriptor.ts';
import { ssh } from './kinds/ssh/descriptor.ts';
import { mqtt } from './kinds/mqtt/descriptor.ts';
import { imap } from './kinds/imap/descriptor.ts';
import { pop3 } from './kinds/pop3/descriptor.ts';
import { sqlite } from './kinds/sqlite/descriptor.ts';
import { mail } from './kinds/mail/descriptor.ts';
import { ftp } from './kinds/ftp/descriptor.ts';
import { elasticsearch } from './kinds/elasticsearch/descriptor.ts';
import { prometheus } from './kinds/prometheus/descriptor.ts';
import { clickhouse } from './kinds/clickhouse/descriptor.ts';
import { amqp } from './kinds/amqp/descriptor.ts';
import { nats } from './kinds/nats/descriptor.ts';
import { stomp } from './kinds/stomp/descriptor.ts';
import { kafka } from './kinds/kafka/descriptor.ts';
import { mongodb } from './kinds/mongodb/descriptor.ts';
import { mssql } from './kinds/mssql/descriptor.ts';
import { cassandra } from './kinds/cassandra/descriptor.ts';
import { memcached } from './kinds/memcached/descriptor.ts';
import { tcp } from './kinds/tcp/descriptor.ts';
import { tls } from './kinds/tls/descriptor.ts';
import { grpc } from './kinds/grpc/descriptor.ts';
import { docker } from './kinds/docker/descriptor.ts';
import { processKind } from './kinds/process/descriptor.ts';
import { disk } from './kinds/disk/descriptor.ts';
import { systemd } from './kinds/systemd/descriptor.ts';
import { domain } from './kinds/domain/descriptor.ts';
import { dns } from './kinds/dns/descriptor.ts';
import { snmp } from './kinds/snmp/descriptor.ts';
import { ldap } from './kinds/ldap/descriptor.ts';
import { radius } from './kinds/radius/descriptor.ts';
import { browser } from './kinds/browser/descriptor.ts';
import { site } from './kinds/site/descriptor.ts';
import { steps } from './kinds/steps/descriptor.ts';
import { mcp } from './kinds/mcp/descriptor.ts';
import { icmp } from './kinds/icmp/descriptor.ts';
import { group } from './kinds/group/descriptor.ts';
import { push } from './kinds/push/descriptor.ts';
import { udp } from './kinds/udp/descriptor.ts';
import { websocket } from './kinds/websocket/descriptor.ts';
import { sse } from './kinds/sse/descriptor.ts';
import { ntp } from './kinds/ntp/descriptor.ts';
import { pathKind } from './kinds/path/descriptor.ts';
import { rtsp } from './kinds/rtsp/descriptor.ts';
import { sip } from './kinds/sip/descriptor.ts';
import { servicesOf } from './service-url.ts';

/**
 * To add a kind, create a folder in `kinds/` and add it here. Pasted targets are offered to the kinds in this order.
 */
export const checkKinds: readonly CheckKind[] = [
  http,
  steps,
  browser,
  site,
  tcp,
  smtp,
  tls,
  postgres,
  grpc,
  docker,
  processKind,
  disk,
  redis,
  mysql,
  systemd,
  domain,
  ssh,
  mqtt,
  imap,
  pop3,
  sqlite,
  dns,
  mail,
  ftp,
  elasticsearch,
  prometheus,
  clickhouse,
  snmp,
  ldap,
  radius,
  amqp,
  nats,
  stomp,
  mcp,
  icmp,
  group,
  push,
  udp,
  websocket,
  sse,
  ntp,
  pathKind,
  kafka,
  mongodb,
  mssql,
  cassandra,
  memcached,
  sip,
  rtsp,
];

/** Finds a kind by name. */
export function findKind(kind: string, kinds: readonly CheckKind[] = checkKinds): CheckKind | undefined {
  return kinds.find((candidate) => candidate.kind === kind);
}

/** At most this many unknown fields are reported. */
const MAX_UNKNOWN = 20;

export type ParsedEndpoint =
  | {
      readonly ok: true;
      /** With all defaults; durations in milliseconds. Parsing it again returns the same config. */
      readonly config: EndpointConfig;
      /** What is watched, as people read it, and as duplicates are found. */
      readonly target: string;
      /** The host name for the per-host limit, in lower case; empty: no limit. */
      readonly host: string;
    }
  | { readonly ok: false; readonly issues: Issue[] };

/** Reads an endpoint from a form, a file or a script. Never throws: problems are in `issues`. */
export function parseEndpoint(input: unknown, kinds: readonly CheckKind[] = checkKinds): ParsedEndpoint {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, issues: [issueOf('notEndpoint', '', {}, { given: input })] };
  }
  const given: Readonly<Record<string, unknown>> = { ...input };
  const name = given['kind'];
  const kind = typeof name === 'string' ? findKind(name, kinds) : undefined;
  if (kind === undefined) {
    const names = kinds.map((candidate) => candidate.kind);
    const suggestion = typeof name === 'string' ? nearest(name, names) : null;
    return { ok: false, issues: [issueOf('unknownKind', 'kind', { options: names, suggestion }, { given: name })] };
  }

  const common = commonSchemaOf(kind);
  const known = ['kind', ...Object.keys(common.shape), ...Object.keys(kind.schema.shape)];
  const issues: Issue[] = [];
  for (const key of Object.keys(given)) {
    if (issues.length >= MAX_UNKNOWN) break;
    // `undefined` does not exist in JSON and YAML. In code, it means that the field is not set.
    if (known.includes(key) || given[key] === undefined) continue;
    const params = { name: key, known, suggestion: nearest(key, known) };
    issues.push(issueOf('unknownField', formatPath([key]), params, { kind: kind.kind }));
  }
  const commonResult = common.safeParse(given);
  const ownResult = kind.schema.safeParse(given);
  const from = {
    input: given,
    kind: kind.kind,
    isSecret: (path: readonly PropertyKey[]) => isSecretPlace(kind, given, path),
  };
  if (!ownResult.success) issues.push(...toIssues(ownResult.error, { ...from, shape: kind.schema.shape }));
  if (!commonResult.success) issues.push(...toIssues(commonResult.error, { ...from, shape: common.shape }));
  if (issues.length > 0 || !commonResult.success || !ownResult.success) return { ok: false, issues };

  const wrong = conditionIssues(kind, commonResult.data);
  if (wrong.length > 0) return { ok: false, issues: [...wrong] };

  const target = kind.target(ownResult.data);
  const config = {
    kind: kind.kind,
    ...commonResult.data,
    name: commonResult.data.name === '' ? nameFrom(target) : commonResult.data.name,
    ...ownResult.data,
  } as EndpointConfig;
  return { ok: true, config, target, host: kind.host(ownResult.data) };
}

function conditionIssues(
  kind: CheckKind,
  { conditions, dialect }: Pick<CommonConfig, 'conditions' | 'dialect'>,
): readonly Issue[] {
  if (conditions.length === 0) {
    return dialect === 'gatus' ? [issueOf('conditionsMissing', 'conditions', {}, { kind: kind.kind })] : [];
  }
  return conditionProblems(kind, conditions, dialect).filter((issue) => issue !== null);
}

/** What is wrong with each condition of an endpoint of the kind; null: nothing. Regular expressions need `loadLibraries`. */
export function conditionProblems(
  kind: Pick<CheckKind, 'kind' | 'placeholders'>,
  conditions: readonly string[],
  dialect: Dialect,
): readonly (Issue | null)[] {
  const names = placeholderNames(kind.placeholders);
  return conditions.map((text, index) => {
    const error = problemOfCondition(text, dialect, names);
    if (error === null) return null;
    const { code, place, params } = error;
    const { reason: problem, nearest: meant, ...others } = params;
    const all = { ...others, problem, nearest: meant === '' ? null : meant };
    const path = formatPath(['conditions', index]);
    return issueOf(
      'condition',
      path,
      { ...all, reason: code, column: place.from + 1 },
      { kind: kind.kind, given: text },
    );
  });
}

const commonSchemas = new WeakMap<CheckKind, ReturnType<typeof commonSchema>>();

/** Cached, because making a schema takes a hundred times as long as reading an endpoint with it. */
function commonSchemaOf(kind: CheckKind): ReturnType<typeof commonSchema> {
  let schema = commonSchemas.get(kind);
  if (schema === undefined) {
    schema = commonSchema(kind.defaults);
    commonSchemas.set(kind, schema);
  }
  return schema;
}

/** Makes a name from a target: `https://example.org/health/` becomes `example.org/health`. */
function nameFrom(target: string): string {
  // The slash of `disk:/` is a path of its own.
  const bare = target.replace(/^[a-z][a-z0-9+.-]*:\/\//u, '').replace(/(?<!:)\/$/u, '');
  return (bare === '' ? target : bare).slice(0, 200);
}

export type ParsedWord = { readonly endpoint: EndpointInput; readonly target: string } | { readonly problem: Issue };

/**
 * Reads a single target, exactly as it is.
 * @returns what it means, or why it means nothing; several for the URL of a cluster
 */
export function parseTarget(word: string, kinds: readonly CheckKind[] = checkKinds): readonly ParsedWord[] {
  const own = offerTo(kinds, word);
  if (own !== null) return [own];
  const services = servicesOf(word).map(({ target, name }) => ({ read: offerTo(kinds, target), name }));
  const read = services.flatMap(({ read: one, name }): readonly ParsedWord[] =>
    one === null ? [] : ['problem' in one ? one : { ...one, endpoint: { name, ...one.endpoint } }],
  );
  return read.length > 0 ? read : [{ problem: issueOf('target.invalid', '', {}, { given: word }) }];
}

/** Whether a kind takes a word as its target, without looking for the service of a URL. */
export function readsTarget(word: string, kinds: readonly CheckKind[] = checkKinds): boolean {
  const read = offerTo(kinds, word);
  return read !== null && 'endpoint' in read;
}

/** @returns what the first kind that knows such targets makes of it; null: none does */
function offerTo(kinds: readonly CheckKind[], word: string): ParsedWord | null {
  for (const kind of kinds) {
    const endpoint = kind.parse(word);
    if (endpoint === null) continue;
    const result = parseEndpoint(endpoint, kinds);
    if (result.ok) return { endpoint, target: result.target };
    return { problem: result.issues[0] ?? issueOf('target.invalid', '', {}, { given: word }) };
  }
  return null;
}

/**
 * The descriptors of the kinds, for pages. The fields of the target and of the check come before those of the schedule.
 */
export function kindDescriptors(kinds: readonly CheckKind[] = checkKinds): KindDescriptor[] {
  return kinds.map((kind) => {
    const common = commonFields(kind.defaults);
    const { kind: name, title, description, category, common: isCommon, phases, metrics, details, placeholders } = kind;
    const { failures, issues, pasteExamples, example } = kind;
    return {
      kind: name,
      title,
      description,
      category,
      ...(isCommon === undefined ? {} : { common: isCommon }),
      fields: [
        ...kind.form.filter((field) => field.section === 'target'),
        ...common.filter((field) => field.section === 'about'),
        ...kind.form.filter((field) => field.section !== 'target'),
        ...common.filter((field) => field.section !== 'about'),
      ],
      phases,
      metrics,
      details: [...details, ...(trackedDetails(kind).length === 0 ? [] : [changesDetail]), conditionsDetail],
      placeholders,
      failures,
      issues,
      pasteExamples,
      example,
    };
  });
}

/** The JSON Schema (draft 2020-12) of one endpoint in lookout.yaml. Durations are texts such as `30s`. */
export function endpointJsonSchema(kinds: readonly CheckKind[] = checkKinds): object {
  return endpointSchema(kinds);
}
