/** The fields of a Prometheus endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { queryField, querySchema } from '../../fields/database.ts';
import { httpServiceForm, httpServiceSchemas } from '../../fields/http-service.ts';
import { lazily } from '../../fields/lazily.ts';

export const PROMETHEUS_PORT = 9090;
const QUERY = 'min(up)';

export const prometheusSchema = lazily(() =>
  z.object({ ...httpServiceSchemas(PROMETHEUS_PORT), query: querySchema(QUERY) }),
);

export type PrometheusFields = z.output<typeof prometheusSchema>;

const { target, credentials, connection } = httpServiceForm({
  placeholder: 'prometheus.example.org',
  port: PROMETHEUS_PORT,
  token: {
    label: 'Bearer token',
    help: 'Sent instead of the user name and password. Stored encrypted and never shown.',
  },
});

export const prometheusForm: readonly FormField[] = [
  ...target,
  {
    ...queryField(QUERY),
    placeholder: 'sum(rate(http_requests_total{code=~"5.."}[5m]))',
    help: 'PromQL, evaluated now. Conditions can use the value of the first series as [VALUE], and all series as [ROWS].',
  },
  ...credentials,
  ...connection,
];
