/** A minimal MySQL server for warm-ups and tests: it accepts every user and answers every query with 1. */
import type { Socket } from 'node:net';

/** Serves a connection. */
export function serveBackend(socket: Socket): void {
  let isReady = false;
  socket.on('error', () => socket.destroy());
  socket.write(packet(0, GREETING));
  socket.on('data', (chunk: Buffer) => {
    if (!isReady) {
      isReady = true;
      socket.write(packet(2, OK));
    } else if (chunk[4] === COM_QUERY) {
      socket.write(Buffer.concat([ONE_COLUMN, COLUMN, EOF, ROW, EOF].map((body, index) => packet(index + 1, body))));
    }
  });
}

const COM_QUERY = 3;

function packet(sequence: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4, sequence);
  head.writeUIntLE(body.length, 0, 3);
  return Buffer.concat([head, body]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
}

/** Protocol 10, the version, a connection number, a scramble, capabilities (4.1, plug-in authentication, no TLS), UTF-8. */
const GREETING = Buffer.concat([
  Buffer.from('\u000a8.4.0\u0000'),
  Buffer.from([1, 0, 0, 0]),
  Buffer.from('12345678\u0000'),
  Buffer.from([0x01, 0x82, 45, 2, 0, 0x08, 0, 21]),
  Buffer.alloc(10),
  Buffer.from('123456789012\u0000mysql_native_password\u0000'),
]);
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const EOF = Buffer.from([0xfe, 0, 0, 2, 0]);
const ONE_COLUMN = Buffer.from([1]);
/** Called `one`, of the type LONGLONG. */
const COLUMN = Buffer.concat([
  ...['def', '', '', '', 'one', ''].map(text),
  Buffer.from([0x0c, 63, 0, 1, 0, 0, 0, 8, 0x81, 0, 0, 0, 0]),
]);
const ROW = text('1');
