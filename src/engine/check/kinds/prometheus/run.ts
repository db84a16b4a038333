/** One check of a Prometheus endpoint: evaluate the query, read its value. */
import { z } from 'zod';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { expectAllowed, JsonService, readAnswer, signedInAs } from '../../http/json-service.ts';
import { basicAuthorization } from '../../fields/credentials.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { MAX_ROWS, readNumber } from '../../net/services/rows.ts';
import type { PrometheusFields } from './fields.ts';

/** Seconds since 1970, and the value as text. */
const sampleSchema = z.tuple([z.number(), z.string()]);
const labelsSchema = z.record(z.string(), z.string());
const seriesSchema = z.object({
  metric: labelsSchema,
  value: sampleSchema.optional(),
  /** Of a range vector. */
  values: z.array(sampleSchema).optional(),
});

/** https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
const answerSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
  z.object({
    status: z.literal('success'),
    warnings: z.array(z.string()).optional(),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.enum(['vector', 'matrix']), result: z.array(seriesSchema) }),
      z.object({ resultType: z.enum(['scalar', 'string']), result: sampleSchema }),
    ]),
  }),
]);

type Data = Extract<z.output<typeof answerSchema>, { status: 'success' }>['data'];

/** Runs one check, from the name to the value. */
export function run(
  fields: PrometheusFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const authorization = fields.token === '' ? basicAuthorization(fields) : `Bearer ${fields.token}`;
    const service = new JsonService(probe, fields, authorization);
    try {
      const response = await service.request({
        method: 'POST',
        path: '/api/v1/query',
        headers: ['Content-Type', 'application/x-www-form-urlencoded'],
        body: new URLSearchParams({ query: fields.query }).toString(),
      });
      expectAllowed(response, signedInAs(fields));
      const answer = readAnswer(answerSchema, response.text);
      if (answer.status === 'error') {
        throw new FailureError(failureOf('query.failed', { problem: answer.error }, { raw: answer.errorType }));
      }
      note(probe, answer.data);
      if (answer.warnings !== undefined && answer.warnings.length > 0) {
        probe.details['warnings'] = answer.warnings.slice(0, 20).map((warning) => cut(warning, 500));
      }
    } finally {
      service.close();
    }
    return null;
  });
}

function note({ metrics, details, observed, wanted }: Probe, data: Data): void {
  const series = seriesOf(data);
  metrics['series'] = series.length;
  if (wanted.has('ROWS')) {
    observed['ROWS'] = series.slice(0, MAX_ROWS).map((one) => ({ ...one.metric, value: valueOf(one) }));
  }
  const [first] = series;
  const value = first === undefined ? null : valueOf(first);
  if (value === null) return;
  observed['VALUE'] = value;
  details['value'] = cut(String(value), 200);
  if (typeof value === 'number') metrics['value'] = value;
}

/** A result that is not a vector is one series without labels. */
function seriesOf({ result }: Data): readonly z.output<typeof seriesSchema>[] {
  return isSample(result) ? [{ metric: {}, value: result }] : result;
}

function isSample(result: Data['result']): result is z.output<typeof sampleSchema> {
  return typeof result[0] === 'number';
}

/** The value, or the last one of a range; `NaN`, `+Inf` and `-Inf` as text. Null: it has none. */
function valueOf({ value, values }: z.output<typeof seriesSchema>): Exclude<Json, object> {
  const sample = value ?? values?.at(-1);
  return sample === undefined ? null : readNumber(sample[1]);
}
