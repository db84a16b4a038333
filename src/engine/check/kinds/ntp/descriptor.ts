import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail } from '../../net/probe/details.ts';
import { dnsPhase, waitPhase } from '../../net/probe/phases.ts';
import { ntpFailures } from './failures.ts';
import { ntpForm, ntpSchema, type NtpFields } from './fields.ts';

/** An NTP server (RFC 5905): that it answers, and how far its clock is from this machine's. */
export const ntp: CheckKind<NtpFields> = {
  kind: 'ntp',
  title: 'NTP',
  description: "Asks a time server, and compares its clock with this computer's.",
  category: 'network',
  schema: ntpSchema,
  form: ntpForm,
  // Servers refuse clients that ask often.
  defaults: { interval: 300_000 },
  phases: [dnsPhase, waitPhase],
  metrics: [
    { name: 'offset', label: 'Offset', unit: 'millisecond', charted: true },
    { name: 'stratum', label: 'Stratum', unit: 'count', charted: false },
    { name: 'delay', label: 'Round trip', unit: 'millisecond', charted: false },
    { name: 'rootDelay', label: 'Root delay', unit: 'millisecond', charted: false },
    { name: 'rootDispersion', label: 'Root dispersion', unit: 'millisecond', charted: false },
  ],
  details: [
    remoteAddressDetail,
    { name: 'reference', label: 'Reference', format: 'code' },
    { name: 'referenceAt', label: 'Clock last set', format: 'time' },
    { name: 'leap', label: 'Leap second', format: 'text' },
  ],
  failures: ntpFailures,
  issues: [],
  placeholders: [
    { name: 'STRATUM', meaning: 'the distance of the server from a primary source; 1 to 15' },
    { name: 'REFERENCE', meaning: 'the source of the server’s clock' },
    { name: 'LEAP', meaning: 'none, insert, delete or unsynchronized' },
  ],
  pasteExamples: ['ntp://time.example.org'],
  triedAgainst: 'chrony',
  example: { kind: 'ntp', name: 'Time', host: 'time.example.org', maxOffset: '500ms', maxStratum: 4 },
  target: ({ host, port }) => `ntp://${formatHostPort({ host, port })}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseNtpTarget,
  load: () => import('./run.ts'),
};

/** Accepts `ntp://host` and `ntp://host:port`. */
function parseNtpTarget(text: string): EndpointInput | null {
  const match = /^s?ntp:\/\/(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(?<port>\d{1,9}))?\/?$/iu.exec(text)?.groups;
  const { host, port } = match ?? {};
  if (host === undefined) return null;
  return { kind: 'ntp', host: host.replace(/^\[|\]$/gu, ''), ...(port === undefined ? {} : { port: Number(port) }) };
}
