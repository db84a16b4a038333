/** Descriptions of streams (SDP, RFC 8866), as far as Lookout reads them. */

/** A part of a stream, such as its video. */
export interface Track {
  /** Such as `video`. */
  readonly media: string;
  /** Such as `RTP/AVP`. */
  readonly transport: string;
  /** Such as `H264`; absent: the server does not say, and its payload type is not a known one. */
  readonly codec?: string;
  readonly clockRate?: number;
  /** The number of channels of audio. */
  readonly channels?: number;
  /** The name of the track in the protocol; it may be a URL. */
  readonly control?: string;
}

export interface StreamDescription {
  /** Empty: none. */
  readonly title: string;
  readonly tracks: readonly Track[];
}

const MAX_TRACKS = 50;
const MAX_TEXT = 200;

/** Payload types that need no `rtpmap` (RFC 3551, 6), of those that are in use. */
const STATIC_TYPES: Readonly<Record<string, string>> = {
  0: 'PCMU/8000',
  3: 'GSM/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
  14: 'MPA/90000',
  26: 'JPEG/90000',
  32: 'MPV/90000',
  33: 'MP2T/90000',
};

/** @returns null when it is not SDP */
export function parseSdp(text: string): StreamDescription | null {
  const lines = text.split(/\r\n|\n|\r/u);
  if (!/^v=\d/u.test(lines[0] ?? '')) return null;
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const session = lines.slice(0, starts[0] ?? lines.length);
  const title = valueOf(session, 's=') ?? '';
  return {
    title: title === '-' ? '' : title,
    tracks: starts.slice(0, MAX_TRACKS).map((start, index) => trackOf(lines.slice(start, starts[index + 1]))),
  };
}

function trackOf(lines: readonly string[]): Track {
  const [media = '', , transport = '', format = ''] = (valueOf(lines, 'm=') ?? '').split(/\s+/u);
  const map = lines.find((line) => line.startsWith(`a=rtpmap:${format} `))?.slice(`a=rtpmap:${format} `.length);
  const [codec = '', rate, channels] = (map ?? STATIC_TYPES[format] ?? '').trim().split('/');
  const control = valueOf(lines, 'a=control:');
  return {
    media: cut(media),
    transport: cut(transport),
    ...(codec === '' ? {} : { codec: cut(codec) }),
    ...numberAs('clockRate', rate),
    ...numberAs('channels', channels),
    ...(control === undefined ? {} : { control }),
  };
}

function numberAs<Name extends string>(name: Name, text: string | undefined): { readonly [N in Name]?: number } {
  const number = Number(text);
  return (Number.isSafeInteger(number) && number > 0 ? { [name]: number } : {}) as { readonly [N in Name]?: number };
}

function valueOf(lines: readonly string[], prefix: string): string | undefined {
  const line = lines.find((one) => one.startsWith(prefix));
  return line === undefined ? undefined : cut(line.slice(prefix.length).trim());
}

function cut(text: string): string {
  return text.slice(0, MAX_TEXT);
}
