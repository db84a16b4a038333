/** Commands to a MongoDB server: OP_MSG (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/). */
import { deserialize, serialize, type Document } from 'bson';
import { FailureError } from '../../../base/failure-error.ts';
import type { Conversation } from '../../net/connect/conversation.ts';

const OP_MSG = 2013;
const HEADER_BYTES = 16;
/** Flags, and the kind of the only section. */
const PREAMBLE_BYTES = 5;

/** An error that the server answered with. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;
  /** Such as `Unauthorized`; empty: none. */
  readonly codeName: string;

  constructor({ errmsg, code, codeName }: Document) {
    super(typeof errmsg === 'string' ? errmsg : 'The command failed');
    this.code = typeof code === 'number' ? code : 0;
    this.codeName = typeof codeName === 'string' ? codeName : '';
  }
}

export class Session {
  readonly #conversation: Conversation;
  #requests = 0;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /**
   * Runs a command on a database.
   * @throws CommandError when the server refuses it; FailureError when the connection ends or the answer is not an
   *   OP_MSG
   */
  async run(database: string, command: Document): Promise<Document> {
    const body = serialize({ ...command, $db: database });
    const request = Buffer.alloc(HEADER_BYTES + PREAMBLE_BYTES);
    this.#requests += 1;
    request.writeInt32LE(request.length + body.length, 0);
    request.writeInt32LE(this.#requests, 4);
    request.writeInt32LE(OP_MSG, 12);
    this.#conversation.send(Buffer.concat([request, body]));
    const answer = await this.#read();
    if (answer['ok'] !== 1) throw new CommandError(answer);
    return answer;
  }

  async #read(): Promise<Document> {
    const header = await this.#conversation.readBytes(HEADER_BYTES);
    const length = header.readInt32LE(0);
    if (
      header.readInt32LE(12) !== OP_MSG ||
      header.readInt32LE(8) !== this.#requests ||
      length < HEADER_BYTES + PREAMBLE_BYTES
    ) {
      throw this.#conversation.wrong(header.toString('latin1'));
    }
    const message = await this.#conversation.readBytes(length - HEADER_BYTES);
    if (message[4] !== 0) throw this.#conversation.wrong(message.toString('latin1', 0, 100));
    try {
      // A checksum may follow the document.
      const size = message.readInt32LE(PREAMBLE_BYTES);
      return deserialize(message.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + size));
    } catch (error) {
      if (error instanceof FailureError) throw error;
      throw this.#conversation.wrong(message.toString('latin1', 0, 100));
    }
  }
}
