/** A minimal PostgreSQL server for warm-ups and tests: it accepts every user and answers every query with 1. */
import type { Socket } from 'node:net';

const SSL_REQUEST = 80_877_103;

/** Serves a connection. */
export function serveBackend(socket: Socket): void {
  let isReady = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    if (isReady) {
      if (chunk.toString('latin1', 0, 1) === 'Q') socket.write(ROW);
    } else if (chunk.length === 8 && chunk.readInt32BE(4) === SSL_REQUEST) {
      socket.write('N');
    } else {
      isReady = true;
      socket.write(Buffer.concat([AUTHENTICATION_OK, VERSION, READY]));
    }
  });
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const READY = message('Z', Buffer.from('I'));
const AUTHENTICATION_OK = message('R', int32(0));
const VERSION = message('S', Buffer.from('server_version\u000016.4\u0000'));
/** A column of the type int4, one row with 1. */
const ROW = Buffer.concat([
  message('T', int16(1), Buffer.from('one\u0000'), int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0)),
  message('D', int16(1), int32(1), Buffer.from('1')),
  message('C', Buffer.from('SELECT 1\u0000')),
  READY,
]);
