/** The tokens of a server's message (MS-TDS 2.2.7). */
import type { Conversation } from '../../net/connect/conversation.ts';
import { Cursor, IncompleteError } from './cursor.ts';
import { readPacket } from './packets.ts';
import { readType, readValue, type ColumnType } from './types.ts';

export interface ServerError {
  /** As in `sys.messages`. */
  readonly number: number;
  /** The severity: 20 and more end the session. */
  readonly severity: number;
  readonly message: string;
}

export type Token =
  | { readonly type: 'error'; readonly error: ServerError }
  /** The sign-in succeeded. */
  | { readonly type: 'login'; readonly version: string }
  /** The values are in the order of the columns. */
  | { readonly type: 'row'; readonly columns: readonly string[]; readonly values: readonly unknown[] }
  | { readonly type: 'other' };

const TOKEN = {
  tableName: 0xa4,
  columnInfo: 0xa5,
  order: 0xa9,
  error: 0xaa,
  info: 0xab,
  login: 0xad,
  environment: 0xe3,
  session: 0xe4,
  returnStatus: 0x79,
  columns: 0x81,
  row: 0xd1,
  /** A row whose NULLs are in a bit map at its beginning. */
  compactRow: 0xd2,
  done: 0xfd,
  doneProcedure: 0xfe,
  doneInProcedure: 0xff,
} as const;

interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Reads one message. */
export class TokenReader {
  readonly #conversation: Conversation;
  #columns: readonly Column[] = [];
  #names: readonly string[] = [];

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /**
   * Reads the message to its end.
   * @param onToken called for each token
   * @throws FailureError `protocol.error` for a token that is unknown or not complete
   */
  async read(onToken: (token: Token) => void): Promise<void> {
    let held: Buffer = Buffer.alloc(0);
    // An incomplete token is read again when twice as much has arrived, so that large ones are not read too often.
    let enough = 0;
    for (let isLast = false; !isLast;) {
      const packets: Buffer[] = [held];
      let bytes = held.length;
      do {
        const packet = await readPacket(this.#conversation);
        packets.push(packet.body);
        bytes += packet.body.length;
        ({ isLast } = packet);
      } while (!isLast && bytes < enough);
      held = Buffer.concat(packets);
      const read = this.#readTokens(held, onToken);
      held = held.subarray(read);
      enough = 2 * held.length;
    }
    if (held.length > 0) throw this.#wrong(held);
  }

  /** @returns how many bytes the complete tokens have */
  #readTokens(bytes: Buffer, onToken: (token: Token) => void): number {
    const cursor = new Cursor(bytes);
    let read = 0;
    while (read < bytes.length) {
      try {
        const token = this.#readToken(cursor);
        if (token === null) throw this.#wrong(bytes.subarray(read));
        onToken(token);
        read = cursor.at;
      } catch (error) {
        if (error instanceof IncompleteError) return read;
        throw error;
      }
    }
    return read;
  }

  #wrong(bytes: Buffer) {
    return this.#conversation.wrong(`TDS ${bytes.toString('hex', 0, 40)}`);
  }

  /** Null: the token is unknown. */
  #readToken(cursor: Cursor): Token | null {
    const code = cursor.u8();
    if ((code === TOKEN.row || code === TOKEN.compactRow) && this.#columns.length === 0) return null;
    switch (code) {
      case TOKEN.error:
        return { type: 'error', error: readError(new Cursor(cursor.take(cursor.u16()))) };
      case TOKEN.login:
        return { type: 'login', version: readVersion(new Cursor(cursor.take(cursor.u16()))) };
      case TOKEN.columns:
        return this.#readColumns(cursor) ? { type: 'other' } : null;
      case TOKEN.row:
        return this.#row(this.#columns.map(({ type }) => readValue(cursor, type)));
      case TOKEN.compactRow: {
        const nulls = cursor.take(Math.ceil(this.#columns.length / 8));
        const isNull = (index: number) => ((nulls[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
        return this.#row(this.#columns.map(({ type }, index) => (isNull(index) ? null : readValue(cursor, type))));
      }
      case TOKEN.done:
      case TOKEN.doneProcedure:
      case TOKEN.doneInProcedure:
        cursor.take(12);
        return { type: 'other' };
      case TOKEN.returnStatus:
        cursor.take(4);
        return { type: 'other' };
      case TOKEN.session:
        cursor.take(cursor.u32());
        return { type: 'other' };
      case TOKEN.info:
      case TOKEN.environment:
      case TOKEN.order:
      case TOKEN.tableName:
      case TOKEN.columnInfo:
        cursor.take(cursor.u16());
        return { type: 'other' };
      default:
        return null;
    }
  }

  #row(values: readonly unknown[]): Token {
    return { type: 'row', columns: this.#names, values };
  }

  /** @returns false: a type is unknown */
  #readColumns(cursor: Cursor): boolean {
    const count = cursor.u16() % NO_COLUMNS;
    const columns: Column[] = [];
    while (columns.length < count) {
      // The user type and the flags.
      cursor.take(6);
      const type = readType(cursor);
      if (type === null) return false;
      columns.push({ type, name: cursor.shortText() });
    }
    this.#columns = columns;
    // An expression has no name.
    this.#names = columns.map(({ name }, index) => (name === '' ? `column_${index + 1}` : name));
    return true;
  }
}

/** Instead of their number. */
const NO_COLUMNS = 0xffff;

function readError(cursor: Cursor): ServerError {
  const number = cursor.u32();
  cursor.u8();
  const severity = cursor.u8();
  return { number, severity, message: cursor.text() };
}

/** `16.0.4135` of `Microsoft SQL Server`. */
function readVersion(cursor: Cursor): string {
  // The interface, and the version of the protocol.
  cursor.take(5);
  const name = cursor.shortText().replaceAll('\0', '').trim();
  const [major, minor] = [cursor.u8(), cursor.u8()];
  const build = cursor.take(2).readUInt16BE();
  return `${name} ${major}.${minor}.${build}`.slice(0, 100);
}
