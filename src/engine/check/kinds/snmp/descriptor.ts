import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail } from '../../net/probe/details.ts';
import { dnsPhase, waitPhase } from '../../net/probe/phases.ts';
import { snmpFailures } from './failures.ts';
import { snmpForm, snmpSchema, type SnmpFields } from './fields.ts';
import { snmpIssues } from './issues.ts';

/** An SNMP agent: version 1 (RFC 1157), 2c (RFC 1901) and 3 (RFC 3414). */
export const snmp: CheckKind<SnmpFields> = {
  kind: 'snmp',
  title: 'SNMP',
  description: 'Reads an object of an SNMP agent, such as a counter of a switch.',
  category: 'system',
  schema: snmpSchema,
  form: snmpForm,
  phases: [dnsPhase, waitPhase],
  metrics: [
    { name: 'value', label: 'Value', unit: 'count', charted: true },
    { name: 'rate', label: 'Change per second', unit: 'count', charted: true },
  ],
  details: [
    { name: 'value', label: 'Value', format: 'code', brief: true },
    { name: 'type', label: 'Type', format: 'text' },
    remoteAddressDetail,
  ],
  failures: snmpFailures,
  issues: snmpIssues,
  placeholders: [{ name: 'VALUE', meaning: 'the value: a number where it is one, otherwise a text' }],
  pasteExamples: ['snmp://switch.example.org/1.3.6.1.2.1.1.3.0'],
  triedAgainst: 'snmpd',
  example: {
    kind: 'snmp',
    name: 'Uplink, bytes in',
    host: 'switch.example.org',
    oid: '1.3.6.1.2.1.31.1.1.1.6.24',
    version: '2c',
    community: 'monitoring',
  },
  target: (fields) => `snmp://${formatHostPort(fields)}/${fields.oid}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseSnmpTarget,
  load: () => import('./run.ts'),
};

/** Accepts `snmp://host:port/OID`, with or without the port and the OID, and with a community as user name. */
function parseSnmpTarget(text: string): EndpointInput | null {
  const match =
    /^snmp:\/\/(?:(?<community>[^\s/?#@:]+)@)?(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(?<port>\d{1,9}))?(?:\/(?<oid>\.?[\d.]*))?$/iu.exec(
      text,
    )?.groups;
  if (match === undefined) return null;
  const { community, host = '', port, oid = '' } = match;
  return {
    kind: 'snmp',
    host: host.replace(/^\[|\]$/gu, ''),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(oid === '' ? {} : { oid }),
    ...(community === undefined ? {} : { community: decode(community) }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
