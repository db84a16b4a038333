/** Runs the code of RTSP checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { rtspSchema, type RtspFields } from './fields.ts';
import { run } from './run.ts';

const SDP = 'v=0\r\ns=Stream\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n';

/** Answers each request with a stream of one track. */
export function serve(socket: Socket): void {
  socket.on('data', (chunk: Buffer) => {
    const sequence = /CSeq: (\d+)/u.exec(chunk.toString('latin1'))?.[1] ?? '1';
    socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\nContent-Length: ${SDP.length}\r\n\r\n${SDP}`);
  });
}

const warm = serviceWarmUp(serve, ({ port, tls, verifyTls }, context) => {
  const url = `${tls === 'on' ? 'rtsps' : 'rtsp'}://127.0.0.1:${port}/`;
  return run({ ...rtspSchema.parse({ url, verifyTls }), timeout: 1_000 }, context);
});

/** See `KindRunner.warmUp`. */
export function warmUp({ url }: RtspFields): Promise<void> | undefined {
  return warm({ tls: url.startsWith('rtsps:') ? 'on' : 'off' });
}
