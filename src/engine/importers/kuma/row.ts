/** Rows of the table `monitor` have the names of columns; a backup has those of Uptime Kuma's API. */

/** Columns whose names are the same in the API. */
const SAME: ReadonlySet<string> = new Set([
  'basic_auth_user',
  'basic_auth_pass',
  'docker_container',
  'docker_host',
  'dns_resolve_type',
  'dns_resolve_server',
  'dns_last_result',
]);

export function fromRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (column === 'accepted_statuscodes_json') fields['accepted_statuscodes'] = parsed(value);
    else if (column === 'kafka_producer_brokers' || column === 'kafka_producer_sasl_options')
      fields[camelCase(column)] = parsed(value);
    else if (SAME.has(column) || column.startsWith('oauth_')) fields[column] = value;
    else fields[camelCase(column)] = value;
  }
  return fields;
}

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

/** Parses a column as JSON. Text that is not JSON stays text. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
