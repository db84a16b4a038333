/** Malicious HTTP/2 servers (RFC 9113): hand-made frames on a connection for which TLS selected `h2`. */
import type { Socket } from 'node:net';

const DATA = 0x0;
const HEADERS = 0x1;
const RST_STREAM = 0x3;
const SETTINGS = 0x4;
const PUSH_PROMISE = 0x5;
const PING = 0x6;
const GOAWAY = 0x7;
const CONTINUATION = 0x9;
const END_HEADERS = 0x4;
/** `:status: 200` of HPACK's static table (RFC 7541, appendix A). */
const STATUS_200 = Buffer.from([0x88]);
const STREAM = 1;

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function repeat(once: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: Math.max(1, Math.floor(65_536 / once.length)) }, () => once));
}

/** Sends its settings, and attacks when the client has sent its request (its HEADERS follow its preface). */
function onRequest(attack: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    socket.write(frame(SETTINGS, 0, 0));
    let received = Buffer.alloc(0);
    let attacked = false;
    socket.on('data', (chunk: Buffer) => {
      if (attacked) return;
      received = Buffer.concat([received, chunk]);
      // The preface has 24 bytes; then frames follow.
      for (let at = 24; at + 9 <= received.length; at += 9 + received.readUIntBE(at, 3)) {
        if (received.readUInt8(at + 3) !== HEADERS) continue;
        attacked = true;
        attack(socket);
        return;
      }
    });
  };
}

function flooding(...first: readonly Buffer[]): (once: Buffer) => (socket: Socket) => void {
  return (once) => {
    const many = repeat(once);
    return onRequest((socket) => {
      for (const one of first) socket.write(one);
      const more = () => {
        while (!socket.destroyed && socket.writable) if (!socket.write(many)) return;
      };
      socket.on('drain', more);
      more();
    });
  };
}

const answerHead = frame(HEADERS, END_HEADERS, STREAM, STATUS_200);

/** Keyed by the name in the test. */
export const attacks2: Readonly<Record<string, (socket: Socket) => void>> = {
  'HTTP/2: resets the stream': onRequest((socket) =>
    socket.write(frame(RST_STREAM, 0, STREAM, Buffer.from([0, 0, 0, 2]))),
  ),
  'HTTP/2: endless pings': flooding()(frame(PING, 0, 0, Buffer.alloc(8))),
  'HTTP/2: endless settings': flooding()(frame(SETTINGS, 0, 0)),
  'HTTP/2: endless continuation': flooding(frame(HEADERS, 0, STREAM, STATUS_200))(
    frame(CONTINUATION, 0, STREAM, Buffer.from('\u0000\u0001x\u0001y', 'latin1')),
  ),
  'HTTP/2: endless empty data': flooding(answerHead)(frame(DATA, 0, STREAM)),
  'HTTP/2: data of a byte': flooding(answerHead)(frame(DATA, 0, STREAM, Buffer.from('y'))),
  'HTTP/2: data beyond the window': flooding(answerHead)(frame(DATA, 0, STREAM, Buffer.alloc(16_384, 'y'))),
  'HTTP/2: endless resets': flooding()(frame(RST_STREAM, 0, STREAM, Buffer.from([0, 0, 0, 2]))),
  'HTTP/2: GOAWAY without closing': onRequest((socket) => socket.write(frame(GOAWAY, 0, 0, Buffer.alloc(8)))),
  'HTTP/2: an unwanted push promise': onRequest((socket) =>
    socket.write(frame(PUSH_PROMISE, END_HEADERS, STREAM, Buffer.concat([Buffer.from([0, 0, 0, 2]), STATUS_200]))),
  ),
  'HTTP/2: frames of garbage': onRequest((socket) => socket.write(Buffer.alloc(50_000, 0xfe))),
  'HTTP/2: silence': onRequest(() => {}),
};
