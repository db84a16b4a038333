/** Test code: a MongoDB server that knows `hello`, SCRAM-SHA-256 for one user, and some commands. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { Socket } from 'node:net';
import { Binary, deserialize, Long, ObjectId, serialize, type Document } from 'bson';

export const USER = { username: 'me', password: 'corréct horse' } as const;

const SALT = Buffer.from('0123456789abcdef');
const ITERATIONS = 4_096;

/** Serves a connection. @param replies the documents for commands, by the name of the command */
export function serveMongodb(replies: Readonly<Record<string, Document>> = {}): (socket: Socket) => void {
  return (socket) => {
    let held = Buffer.alloc(0);
    const scram = new ScramServer();
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 16 && held.length >= held.readInt32LE(0)) {
        const message = held.subarray(0, held.readInt32LE(0));
        held = held.subarray(message.length);
        const body = serialize(answer(deserialize(message.subarray(21)), scram, replies));
        const head = Buffer.alloc(21);
        head.writeInt32LE(head.length + body.length, 0);
        head.writeInt32LE(message.readInt32LE(4), 8);
        head.writeInt32LE(2013, 12);
        socket.write(Buffer.concat([head, body]));
      }
    });
  };
}

function answer(command: Document, scram: ScramServer, replies: Readonly<Record<string, Document>>): Document {
  const [name = ''] = Object.keys(command);
  if (Object.hasOwn(replies, name)) return replies[name] ?? {};
  switch (name) {
    case 'hello':
      return {
        ok: 1,
        isWritablePrimary: true,
        setName: 'rs0',
        maxWireVersion: 21,
        saslSupportedMechs: ['SCRAM-SHA-256'],
      };
    case 'saslStart':
    case 'saslContinue':
      return scram.answer(Buffer.from((command['payload'] as Binary).buffer).toString());
    case 'ping':
      return { ok: 1 };
    case 'count':
      return scram.isSignedIn
        ? { ok: 1, n: 42 }
        : { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'Command count requires authentication' };
    case 'find':
      return { ok: 1, cursor: { id: Long.ZERO, ns: `${String(command['$db'])}.a`, firstBatch: DOCUMENTS } };
    default:
      return { ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: `no such command: '${name}'` };
  }
}

const DOCUMENTS = [
  {
    _id: new ObjectId('0123456789abcdef01234567'),
    big: Long.fromString('9007199254740993'),
    at: new Date('2026-01-02T03:04:05Z'),
    bytes: new Binary(Buffer.from('ff00', 'hex')),
    list: [{ a: 1.5 }],
    none: null,
  },
  { _id: 2 },
];

/** The server's side of RFC 5802. */
class ScramServer {
  isSignedIn = false;
  #first = '';
  #bare = '';

  answer(payload: string): Document {
    if (payload.startsWith('n,,')) {
      this.#bare = payload.slice(3);
      const nonce = /r=(?<nonce>.*)$/u.exec(payload)?.groups?.['nonce'] ?? '';
      this.#first = `r=${nonce}server,s=${SALT.toString('base64')},i=${ITERATIONS}`;
      return { ok: 1, conversationId: 1, done: false, payload: new Binary(Buffer.from(this.#first)) };
    }
    const [withoutProof = '', proof = ''] = payload.split(',p=');
    const salted = pbkdf2Sync(USER.password.normalize('NFKC'), SALT, ITERATIONS, 32, 'sha256');
    const mac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
    const exchange = `${this.#bare},${this.#first},${withoutProof}`;
    const stored = createHash('sha256').update(mac(salted, 'Client Key')).digest();
    const signature = mac(stored, exchange);
    const key = Buffer.from(Buffer.from(proof, 'base64').map((byte, index) => byte ^ (signature[index] ?? 0)));
    if (!createHash('sha256').update(key).digest().equals(stored) || !this.#bare.startsWith(`n=${USER.username},`)) {
      return { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' };
    }
    this.isSignedIn = true;
    const final = `v=${mac(mac(salted, 'Server Key'), exchange).toString('base64')}`;
    return { ok: 1, conversationId: 1, done: true, payload: new Binary(Buffer.from(final)) };
  }
}
