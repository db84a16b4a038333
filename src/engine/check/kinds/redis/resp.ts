/** RESP, the protocol of Redis (version 2 of it, which every server speaks). */
import type { Json } from '../../../../contract/model/units.ts';
import { readNumber } from '../../net/services/rows.ts';
import type { Conversation } from '../../net/connect/conversation.ts';

/** An error that the server answered with, such as `NOAUTH Authentication required.` */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
}

/** Lists in replies are in lists at most this deep. */
const MAX_DEPTH = 16;

/** A command as an array of bulk strings. */
export function encodeCommand(words: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`*${words.length}\r\n`)];
  for (const word of words) {
    const bytes = Buffer.from(word);
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

/**
 * Sends a command and reads its reply: texts and numbers as such, nil as null, errors inside of lists as texts.
 * @throws ReplyError for an error; FailureError when the connection ends or the answer is not RESP
 */
export async function runCommand(conversation: Conversation, words: readonly (string | Buffer)[]): Promise<Json> {
  conversation.send(encodeCommand(words));
  const reply = await readReply(conversation, 0);
  if (reply instanceof ReplyError) throw reply;
  return reply;
}

async function readReply(conversation: Conversation, depth: number): Promise<Json | ReplyError> {
  const line = await conversation.readLine();
  const rest = line.slice(1);
  switch (line.charAt(0)) {
    case '+':
      return rest;
    case '-':
      return new ReplyError(rest);
    case ':':
      return readNumber(rest);
    case '$': {
      const length = readLength(conversation, line);
      if (length < 0) return null;
      const bytes = await conversation.readBytes(length + 2);
      return bytes.toString('utf8', 0, length);
    }
    case '*': {
      const length = readLength(conversation, line);
      if (length < 0) return null;
      if (depth >= MAX_DEPTH) throw conversation.wrong(line);
      const entries: Json[] = [];
      while (entries.length < length) {
        const entry = await readReply(conversation, depth + 1);
        entries.push(entry instanceof ReplyError ? entry.message : entry);
      }
      return entries;
    }
    default:
      throw conversation.wrong(line);
  }
}

/** -1: nil. */
function readLength(conversation: Conversation, line: string): number {
  if (!/^.(?:-1|\d{1,9})$/u.test(line)) throw conversation.wrong(line);
  return Number(line.slice(1));
}
