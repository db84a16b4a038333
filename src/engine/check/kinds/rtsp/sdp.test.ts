import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSdp } from './sdp.ts';

/** As cameras send it; the first track has no title and no rtpmap, because its payload type is a known one. */
const CAMERA = `v=0
o=- 1 1 IN IP4 192.0.2.10
s=Media Presentation
a=control:*
m=video 0 RTP/AVP 26
a=control:rtsp://192.0.2.10/trackID=1
m=audio 0 RTP/AVP 97
a=rtpmap:97 MPEG4-GENERIC/48000/2
a=control:trackID=2
m=application 0 RTP/AVP 107
`;

it('reads the tracks that a camera describes', () => {
  const expected = {
    title: 'Media Presentation',
    tracks: [
      {
        media: 'video',
        transport: 'RTP/AVP',
        codec: 'JPEG',
        clockRate: 90_000,
        control: 'rtsp://192.0.2.10/trackID=1',
      },
      {
        media: 'audio',
        transport: 'RTP/AVP',
        codec: 'MPEG4-GENERIC',
        clockRate: 48_000,
        channels: 2,
        control: 'trackID=2',
      },
      { media: 'application', transport: 'RTP/AVP' },
    ],
  };
  expect(parseSdp(CAMERA)).toEqual(expected);
  expect(parseSdp(CAMERA.replaceAll('\n', '\r\n'))).toEqual(expected);
});

it('reads a session without a name, and without tracks', () => {
  expect(parseSdp('v=0\r\ns=-\r\n')).toEqual({ title: '', tracks: [] });
  expect(parseSdp('')).toBeNull();
  expect(parseSdp('<html>')).toBeNull();
});

it('reads anything without failing, and never more than fifty tracks', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom('m=', 'm=a b c d', 'a=rtpmap:d x/-1/z', 's=')).map((lines) => lines.join('\n')),
      ),
      (text) => {
        expect(parseSdp(`v=0\n${text}`)?.tracks.length).toBeLessThanOrEqual(50);
      },
    ),
  );
  expect(parseSdp(`v=0\n${'m=video 0 RTP/AVP 96\n'.repeat(1000)}`)?.tracks).toHaveLength(50);
});
