import type { ColumnDescriptor } from '../../../../contract/descriptor.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { acceptedStatusIssue } from '../../fields/accepted-status.ts';
import { basicAuthorization } from '../../fields/credentials.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { hostOf } from '../../fields/host.ts';
import { urlServiceIssues } from '../../fields/url-service.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase, waitPhase } from '../../net/probe/phases.ts';
import { rtspFailures } from './failures.ts';
import { rtspForm, rtspSchema, type RtspFields } from './fields.ts';

const SCHEMES = { rtsp: { port: 554, tls: 'off' }, rtsps: { port: 322, tls: 'on' } } as const;

const trackColumns: readonly ColumnDescriptor[] = [
  { name: 'media', label: 'Media', format: 'text' },
  { name: 'codec', label: 'Codec', format: 'code' },
  { name: 'clockRate', label: 'Clock rate', format: 'number' },
  { name: 'channels', label: 'Channels', format: 'number' },
  { name: 'transport', label: 'Transport', format: 'code' },
  { name: 'control', label: 'Control', format: 'code' },
];

/** A server of video or audio streams, such as a camera (RTSP 1.0, RFC 2326). */
export const rtsp: CheckKind<RtspFields> = {
  kind: 'rtsp',
  title: 'RTSP',
  description: 'Asks a camera or another streaming server for its tracks, or only whether it answers.',
  category: 'network',
  schema: rtspSchema,
  form: rtspForm,
  phases: [dnsPhase, connectPhase, tlsPhase, waitPhase, { name: 'signIn', label: 'Sign in', role: 'authenticate' }],
  metrics: [{ name: 'tracks', label: 'Tracks', unit: 'count', charted: true }],
  details: [
    remoteAddressDetail,
    { name: 'status', label: 'Status', format: 'number', brief: true },
    { name: 'server', label: 'Server', format: 'text' },
    { name: 'methods', label: 'Methods', format: 'text' },
    { name: 'title', label: 'Title', format: 'text' },
    { name: 'tracks', label: 'Tracks', format: 'table', columns: trackColumns },
    tlsDetail,
  ],
  failures: rtspFailures,
  issues: [urlServiceIssues[0], acceptedStatusIssue('rtsp.acceptedStatus')],
  placeholders: [
    { name: 'STATUS', meaning: 'the status of the answer' },
    { name: 'HEADER', meaning: 'a header of the answer', parts: 'names' },
    { name: 'BODY', meaning: 'the description of the stream (SDP)' },
    {
      name: 'TRACKS',
      meaning: 'the tracks, each with media, transport, codec, clockRate, channels and control',
      parts: 'json',
    },
  ],
  pasteExamples: ['rtsp://camera.example.org/stream1', 'rtsps://camera.example.org:322/stream1'],
  triedAgainst: 'the RTSP server of GStreamer',
  example: {
    kind: 'rtsp',
    name: 'Camera at the gate',
    url: 'rtsp://camera.example.org/stream1',
    username: 'lookout',
    conditions: ['[TRACKS][0].codec == H264'],
  },
  target: ({ url }) => url,
  host: ({ url }) => hostOf(new URL(url)).toLowerCase(),
  derivedSecrets: (fields) => [basicAuthorization(fields) ?? ''].filter((secret) => secret !== ''),
  parse: parseRtspTarget,
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

/** Accepts `rtsp://user:password@host:port/path`, and `rtsps` for TLS. */
function parseRtspTarget(text: string): EndpointInput | null {
  const read = readServiceUrl(text, SCHEMES);
  if (read === null) return null;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return { kind: 'rtsp', url: url.href, ...read.credentials };
}
