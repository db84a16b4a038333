/** The list of check kinds, and what is built from it: reading endpoints, forms, the JSON Schema. */
import type { KindDescriptor } from '../../contract/descriptor.ts';
import { commonFields } from './common-fields.ts';
import { changesDetail, conditionsDetail } from './common.ts';
import { firstKind } from './first-kind.ts';
import { endpointSchema } from './json-schema.ts';
import { trackedDetails, type CheckKind } from './kind.ts';
import * as endpoints from './parse-endpoint.ts';
import * as targets from './parse-target.ts';
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

export type { ParsedEndpoint } from './parse-endpoint.ts';
export type { ParsedWord } from './parse-target.ts';

/**
 * To add a kind, create a folder in `kinds/` and add it here. Pasted targets are offered to the kinds in this order.
 */
export const checkKinds: readonly CheckKind[] = [
  firstKind,
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
  return endpoints.findKind(kind, kinds);
}

/** Reads an endpoint from a form, a file or a script. Never throws: problems are in `issues`. */
export function parseEndpoint(input: unknown, kinds: readonly CheckKind[] = checkKinds): endpoints.ParsedEndpoint {
  return endpoints.parseEndpoint(input, kinds);
}

/**
 * Reads a single target, exactly as it is.
 * @returns what it means, or why it means nothing; several for the URL of a cluster
 */
export function parseTarget(word: string, kinds: readonly CheckKind[] = checkKinds): readonly targets.ParsedWord[] {
  return targets.parseTarget(word, kinds);
}

/** Whether a kind takes a word as its target, without looking for the service of a URL. */
export function readsTarget(word: string, kinds: readonly CheckKind[] = checkKinds): boolean {
  return targets.readsTarget(word, kinds);
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
