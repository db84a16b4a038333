/** A session with a node of Cassandra: the native protocol, version 4. */
import type { Conversation } from '../../net/connect/conversation.ts';
import { Cursor } from './cursor.ts';
import { readType, type ReadValue } from './types.ts';

const VERSION = 4;
const RESPONSE = 0x80;
const HEADER_BYTES = 9;
const OPCODE = {
  error: 0x00,
  startup: 0x01,
  ready: 0x02,
  authenticate: 0x03,
  query: 0x07,
  result: 0x08,
  authResponse: 0x0f,
  authSuccess: 0x10,
} as const;
const ROWS = 2;

/** An error that the node answered with. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  /** Such as 0x0100: the credentials are wrong. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Frame {
  readonly opcode: number;
  readonly body: Cursor;
}

/** `read` reads the values of the row, in the order of the columns. */
export type OnRow = (columns: readonly string[], read: () => readonly unknown[]) => void;

export class Session {
  readonly #conversation: Conversation;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /**
   * Begins the session.
   * @returns whether the node asks for a user and a password
   */
  async start(): Promise<boolean> {
    const { opcode } = await this.#ask(OPCODE.startup, stringMap({ CQL_VERSION: '3.0.0', DRIVER_NAME: 'Lookout' }));
    if (opcode !== OPCODE.ready && opcode !== OPCODE.authenticate) throw this.#wrong(opcode);
    return opcode === OPCODE.authenticate;
  }

  /** Signs in by SASL PLAIN, which is what nodes use for passwords. */
  async signIn(username: string, password: string): Promise<void> {
    const { opcode } = await this.#ask(OPCODE.authResponse, longBytes(Buffer.from(`\0${username}\0${password}`)));
    if (opcode !== OPCODE.authSuccess) throw this.#wrong(opcode);
  }

  /**
   * Runs a query, and reads its first page.
   * @throws NodeError when the node refuses it; FailureError when the connection ends or the answer is not a frame
   */
  async run(query: string, onRow: OnRow): Promise<void> {
    const body = Buffer.concat([longBytes(Buffer.from(query)), QUERY_PARAMETERS]);
    const { opcode, body: result } = await this.#ask(OPCODE.query, body);
    if (opcode !== OPCODE.result) throw this.#wrong(opcode);
    try {
      if (result.int() === ROWS) readRows(result, onRow);
    } catch (error) {
      throw error instanceof RangeError ? this.#conversation.wrong(error.message) : error;
    }
  }

  async #ask(opcode: number, body: Buffer): Promise<Frame> {
    const header = Buffer.from([VERSION, 0, 0, 0, opcode, 0, 0, 0, 0]);
    header.writeUInt32BE(body.length, 5);
    this.#conversation.send(Buffer.concat([header, body]));
    const answer = await this.#conversation.readBytes(HEADER_BYTES);
    // A node that is too old for this version answers in its own.
    if (((answer[0] ?? 0) & RESPONSE) === 0 || ((answer[0] ?? 0) & 0x7f) > 6) {
      throw this.#conversation.wrong(answer.toString('latin1'));
    }
    const frame = {
      opcode: answer[4] ?? 0,
      body: new Cursor(await this.#conversation.readBytes(answer.readUInt32BE(5))),
    };
    try {
      skipExtras(frame.body, answer[1] ?? 0);
      if (frame.opcode !== OPCODE.error) return frame;
      throw new NodeError(frame.body.int(), frame.body.string());
    } catch (error) {
      throw error instanceof RangeError ? this.#conversation.wrong(error.message) : error;
    }
  }

  #wrong(opcode: number) {
    return this.#conversation.wrong(`Opcode ${opcode}`);
  }
}

const TRACING = 0x02;
const WARNING = 0x08;

/** Skips what the flags of the header put before the body: the number of a trace, and warnings. */
function skipExtras(body: Cursor, flags: number): void {
  if ((flags & TRACING) !== 0) body.take(16);
  if ((flags & WARNING) !== 0) for (let count = body.short(); count > 0; count -= 1) body.string();
}

const GLOBAL_TABLE = 1;
const MORE_PAGES = 2;

function readRows(result: Cursor, onRow: OnRow): void {
  const flags = result.int();
  const count = result.int();
  if ((flags & MORE_PAGES) !== 0) result.bytes();
  const isGlobal = (flags & GLOBAL_TABLE) !== 0;
  const skipTable = () => {
    result.string();
    result.string();
  };
  if (isGlobal) skipTable();
  const names: string[] = [];
  const types: ReadValue[] = [];
  while (names.length < count) {
    if (!isGlobal) skipTable();
    names.push(result.string());
    types.push(readType(result));
  }
  // Rows without columns have no bytes: a node could announce any number of them.
  if (count === 0) return;
  for (let rows = result.int(); rows > 0; rows -= 1) {
    const values = types.map(() => result.bytes());
    onRow(names, () => values.map((value, index) => (value === null ? null : types[index]?.(value))));
  }
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function stringMap(map: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(map);
  return Buffer.concat([Buffer.from([0, entries.length]), ...entries.flat().map(string)]);
}

function longBytes(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Consistency LOCAL_ONE, and pages of 5,000 rows. */
const QUERY_PARAMETERS = Buffer.from([0, 0x0a, 0x04, 0, 0, 0x13, 0x88]);
