/** Test code: a node of Cassandra for one user, which encodes as the protocol says. */
import type { Socket } from 'node:net';

export const USER = { username: 'me', password: 'secret' } as const;

export interface NodeOptions {
  /** True: it asks for the user and the password. */
  readonly signIn?: boolean;
  /** The body of a RESULT, or an error. */
  readonly answer?: (query: string) => Buffer | Error;
}

/** Serves a connection. */
export function serveCassandra({ signIn = false, answer = () => VERSION }: NodeOptions = {}): (socket: Socket) => void {
  return (socket) => {
    let held = Buffer.alloc(0);
    const send = (opcode: number, body: Buffer, flags = 0) => {
      const header = Buffer.from([0x84, flags, 0, 0, opcode, 0, 0, 0, 0]);
      header.writeUInt32BE(body.length, 5);
      socket.write(Buffer.concat([header, body]));
    };
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 9 && held.length >= 9 + held.readUInt32BE(5)) {
        const body = held.subarray(9, 9 + held.readUInt32BE(5));
        const opcode = held[4];
        held = held.subarray(9 + body.length);
        if (opcode === 0x01) send(signIn ? 0x03 : 0x02, signIn ? string('PasswordAuthenticator') : Buffer.alloc(0));
        else if (opcode === 0x0f) {
          const isRight = body.subarray(4).toString() === `\0${USER.username}\0${USER.password}`;
          if (isRight) send(0x10, int(-1));
          else send(0x00, error(0x0100, 'Provided username me and/or password are incorrect'));
        } else {
          const result = answer(body.toString('utf8', 4, 4 + body.readInt32BE()));
          if (Buffer.isBuffer(result)) send(0x08, result);
          else send(0x00, error(0x2000, result.message));
        }
      }
    });
  };
}

export const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
export const string = (text: string) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);

export function error(code: number, message: string): Buffer {
  return Buffer.concat([int(code), string(message)]);
}

/**
 * @param columns name, type in hexadecimal
 * @param rows values in hexadecimal; null: no value
 */
export function rows(
  columns: readonly (readonly [name: string, type: string])[],
  values: readonly (readonly (string | null)[])[],
): Buffer {
  const heads = columns.map(([name, type]) => Buffer.concat([string(name), Buffer.from(type, 'hex')]));
  const cells = values.flat().map((value) => {
    const bytes = Buffer.from(value ?? '', 'hex');
    return value === null ? int(-1) : Buffer.concat([int(bytes.length), bytes]);
  });
  const table = [string('system'), string('local')];
  return Buffer.concat([int(2), int(1), int(columns.length), ...table, ...heads, int(values.length), ...cells]);
}

const VERSION = rows([['release_version', '000d']], [[Buffer.from('4.1.3').toString('hex')]]);
