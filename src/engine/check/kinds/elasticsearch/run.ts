/** One check of an Elasticsearch endpoint: the health of the cluster, and the count of a query. */
import { z } from 'zod';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import {
  expectAllowed,
  JsonService,
  readAnswer,
  refusedStatus,
  signedInAs,
  snippetOf,
  type JsonAnswer,
} from '../../http/json-service.ts';
import { basicAuthorization } from '../../fields/credentials.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { elasticsearchFailure } from './failures.ts';
import type { ElasticsearchFields, Level } from './fields.ts';

/** The same in Elasticsearch and OpenSearch: `GET _cluster/health`. */
const healthSchema = z.object({
  cluster_name: z.string(),
  status: z.enum(['green', 'yellow', 'red']),
  number_of_nodes: z.number(),
  unassigned_shards: z.number(),
  active_shards_percent_as_number: z.number().optional(),
  number_of_pending_tasks: z.number().optional(),
});
const countSchema = z.object({ count: z.number() });
const errorSchema = z.object({ error: z.union([z.string(), z.object({ reason: z.string() })]) });

const SEVERITY: Readonly<Record<Level, number>> = { green: 0, yellow: 1, red: 2 };

/** Runs one check, from the name to the last answer. */
export function run(
  fields: ElasticsearchFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const authorization = fields.token === '' ? basicAuthorization(fields) : `ApiKey ${fields.token}`;
    const service = new JsonService(probe, fields, authorization);
    try {
      const failure = await checkHealth(probe, service, fields);
      if (failure === null && fields.query !== '') await count(probe, service, fields);
      return failure;
    } finally {
      service.close();
    }
  });
}

async function checkHealth(probe: Probe, service: JsonService, fields: ElasticsearchFields): Promise<Failure | null> {
  const answer = await service.request({ method: 'GET', path: `/_cluster/health${pathOf(fields.index)}` });
  expectAllowed(answer, signedInAs(fields));
  // A cluster that has lost its master answers 408 with its status, or 503.
  if (answer.status !== 200 && answer.status !== 408) throw refused(answer);
  const health = readAnswer(healthSchema, answer.text);
  const { details, metrics, observed, wanted } = probe;
  details['cluster'] = cut(health.cluster_name, 200);
  details['health'] = health.status;
  metrics['nodes'] = health.number_of_nodes;
  metrics['unassigned'] = health.unassigned_shards;
  if (health.active_shards_percent_as_number !== undefined) metrics['active'] = health.active_shards_percent_as_number;
  if (health.number_of_pending_tasks !== undefined) metrics['pending'] = health.number_of_pending_tasks;
  observed['STATUS'] = health.status;
  if (wanted.has('BODY')) observed['BODY'] = answer.text;
  if (SEVERITY[health.status] <= SEVERITY[fields.accepted]) return null;
  return elasticsearchFailure('elasticsearch.status', { health: health.status, shards: health.unassigned_shards });
}

async function count(probe: Probe, service: JsonService, fields: ElasticsearchFields): Promise<void> {
  const { index, query } = fields;
  const search = new URLSearchParams({ q: query });
  const answer = await service.request({ method: 'GET', path: `${pathOf(index)}/_count?${search.toString()}` });
  expectAllowed(answer, signedInAs(fields));
  if (answer.status !== 200) throw refused(answer);
  const { count: matches } = readAnswer(countSchema, answer.text);
  probe.metrics['matches'] = matches;
  probe.observed['VALUE'] = matches;
}

/** `/logs-*`; empty: the whole cluster. */
function pathOf(index: string): string {
  return index === ''
    ? ''
    : `/${index
        .split(',')
        .map((one) => encodeURIComponent(one.trim()))
        .join(',')}`;
}

function refused(answer: JsonAnswer): FailureError {
  let problem: string | null = null;
  try {
    const { error } = errorSchema.parse(JSON.parse(answer.text));
    problem = cut(typeof error === 'string' ? error : error.reason, 500);
  } catch {
    // The answer is not from the API.
  }
  if (problem === null) return refusedStatus(answer);
  return new FailureError(failureOf('query.failed', { problem }, { phase: 'transfer', raw: snippetOf(answer.text) }));
}
