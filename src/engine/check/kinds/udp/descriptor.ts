import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { dialogIssues } from '../../fields/dialog-steps.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail } from '../../net/probe/details.ts';
import { dnsPhase, waitPhase } from '../../net/probe/phases.ts';
import { udpFailures } from './failures.ts';
import { udpForm, udpSchema, type UdpFields } from './fields.ts';

/** A UDP port (RFC 768): checks that it answers, and the content of the answer. */
export const udp: CheckKind<UdpFields> = {
  kind: 'udp',
  title: 'UDP',
  description: 'Sends a datagram to a port, and checks the answer.',
  category: 'network',
  schema: udpSchema,
  form: udpForm,
  phases: [dnsPhase, waitPhase],
  metrics: [],
  details: [
    remoteAddressDetail,
    { name: 'bytes', label: 'Size', format: 'bytes' },
    { name: 'snippet', label: 'Response', format: 'code' },
  ],
  failures: udpFailures,
  issues: [
    {
      code: 'udp.text',
      text: '{field} must be text with at most {max, number} characters, in which a backslash begins \\r, \\n, \\t, \\0, \\\\ or \\xNN.',
      params: { max: 'the maximum number of characters' },
    },
    ...dialogIssues.filter(({ code }) => code === 'dialog.regex'),
  ],
  placeholders: [{ name: 'BODY', meaning: 'the answer, at most 4 KB', parts: 'json' }],
  pasteExamples: ['udp://voice.example.org:9987'],
  triedAgainst: '',
  example: {
    kind: 'udp',
    name: 'Game server',
    host: 'game.example.org',
    port: 27_015,
    send: 'hex ffffffff54',
    expect: '/^\\xff/',
  },
  target: ({ host, port }) => `udp://${formatHostPort({ host, port })}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseUdpTarget,
  load: () => import('./run.ts'),
};

/** Accepts `udp://host:port`. */
function parseUdpTarget(text: string): EndpointInput | null {
  const { host, port } =
    /^udp:\/\/(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+):(?<port>\d{1,9})\/?$/iu.exec(text)?.groups ?? {};
  return host === undefined ? null : { kind: 'udp', host: host.replace(/^\[|\]$/gu, ''), port: Number(port) };
}
