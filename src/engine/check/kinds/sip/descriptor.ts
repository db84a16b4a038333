import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { acceptedStatusIssue } from '../../fields/accepted-status.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase, waitPhase } from '../../net/probe/phases.ts';
import { sipFailures } from './failures.ts';
import { SIP_PORTS, sipForm, sipSchema, type SipFields } from './fields.ts';

/** A SIP server (RFC 3261): that it answers OPTIONS. */
export const sip: CheckKind<SipFields> = {
  kind: 'sip',
  title: 'SIP',
  description: 'Asks a telephony server for its options over UDP, TCP or TLS.',
  category: 'network',
  schema: sipSchema,
  form: sipForm,
  phases: [dnsPhase, connectPhase, tlsPhase, waitPhase],
  metrics: [],
  details: [
    remoteAddressDetail,
    { name: 'status', label: 'Status', format: 'number', brief: true },
    { name: 'server', label: 'Server', format: 'text' },
    { name: 'allow', label: 'Methods', format: 'text' },
    tlsDetail,
  ],
  failures: sipFailures,
  issues: [
    {
      code: 'sip.user',
      text: '{field} must be the part of a SIP address before the @, such as echo, or empty.',
      params: {},
    },
    acceptedStatusIssue('sip.acceptedStatus'),
  ],
  placeholders: [
    { name: 'STATUS', meaning: 'the status of the answer' },
    { name: 'HEADER', meaning: 'a header of the answer', parts: 'names' },
  ],
  pasteExamples: ['sip:sip.example.org', 'sips://sip.example.org'],
  triedAgainst: 'Kamailio',
  example: { kind: 'sip', name: 'Telephony', host: 'sip.example.org', transport: 'tls' },
  target: formatSipTarget,
  host: ({ host }) => host.toLowerCase(),
  parse: parseSipTarget,
  load: () => import('./run.ts'),
};

function formatSipTarget({ host, port, transport, user }: SipFields): string {
  const place = formatHostPort({ host, port: port ?? SIP_PORTS[transport] });
  const scheme = transport === 'tls' ? 'sips' : 'sip';
  return `${scheme}:${user === '' ? '' : `${user}@`}${place}${transport === 'tcp' ? ';transport=tcp' : ''}`;
}

const TARGET =
  /^(?<scheme>sips?):(?:\/\/)?(?:(?<user>[^\s@/?#]+)@)?(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:;[\]]+)(?::(?<port>\d{1,9}))?(?:;transport=(?<transport>udp|tcp|tls))?\/?$/iu;

/** Accepts SIP addresses such as `sip:echo@host:port;transport=tcp`, also with `//`. */
function parseSipTarget(text: string): EndpointInput | null {
  const { scheme = '', user, host, port, transport } = TARGET.exec(text)?.groups ?? {};
  if (host === undefined) return null;
  const chosen = scheme.toLowerCase() === 'sips' ? 'tls' : (transport?.toLowerCase() ?? 'udp');
  return {
    kind: 'sip',
    host: host.replace(/^\[|\]$/gu, ''),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(user === undefined ? {} : { user }),
    ...(chosen === 'udp' ? {} : { transport: chosen }),
  };
}
