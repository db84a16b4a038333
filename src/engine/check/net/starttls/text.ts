/** Asks for TLS in protocols with lines of text. Each function returns null, or the server's refusal. */
import { notOfProtocol, type Conversation } from './conversation.ts';

/** A reply has this many lines at most. */
const MAX_LINES = 100;

/** RFC 3207. */
export async function askSmtp({ reader, send }: Conversation): Promise<string | null> {
  const greeting = await replyOf(reader);
  if (greeting.code !== '220') return greeting.text;
  send('EHLO lookout\r\n');
  const hello = await replyOf(reader);
  if (hello.code !== '250') return hello.text;
  if (!hello.lines.some((line) => /^starttls$/iu.test(line.trim()))) return 'no STARTTLS in the answer to EHLO';
  send('STARTTLS\r\n');
  const answer = await replyOf(reader);
  return answer.code === '220' ? null : answer.text;
}

/** RFC 4217. */
export async function askFtp({ reader, send }: Conversation): Promise<string | null> {
  const greeting = await replyOf(reader);
  if (greeting.code !== '220') return greeting.text;
  send('AUTH TLS\r\n');
  const answer = await replyOf(reader);
  return answer.code === '234' ? null : answer.text;
}

/** RFC 9051, 6.2.1. */
export async function askImap({ reader, send }: Conversation): Promise<string | null> {
  const greeting = await reader.line();
  if (!/^\* (?:OK|PREAUTH|BYE)\b/iu.test(greeting)) throw notOfProtocol(greeting);
  // After PREAUTH there is no STARTTLS any more.
  if (!/^\* OK\b/iu.test(greeting)) return greeting;
  send('a1 STARTTLS\r\n');
  for (let left = MAX_LINES; left > 0; left--) {
    const line = await reader.line();
    if (line.startsWith('a1 ')) return /^a1 OK\b/iu.test(line) ? null : line;
    if (!line.startsWith('* ')) throw notOfProtocol(line);
  }
  throw notOfProtocol(`More than ${MAX_LINES} lines`);
}

/** RFC 2595, 4. */
export async function askPop3({ reader, send }: Conversation): Promise<string | null> {
  const greeting = await pop3Line(reader);
  if (!greeting.startsWith('+OK')) return greeting;
  send('STLS\r\n');
  const answer = await pop3Line(reader);
  return answer.startsWith('+OK') ? null : answer;
}

async function pop3Line(reader: Conversation['reader']): Promise<string> {
  const line = await reader.line();
  if (!/^(?:\+OK|-ERR)\b/u.test(line)) throw notOfProtocol(line);
  return line;
}

interface Reply {
  readonly code: string;
  /** The lines without their code. */
  readonly lines: readonly string[];
  /** The last line as it arrived. */
  readonly text: string;
}

/** A reply of SMTP or FTP: three digits, and a hyphen after them in each line but the last (RFC 5321, 4.2.1; RFC 959, 4.2). */
async function replyOf(reader: Conversation['reader']): Promise<Reply> {
  const lines: string[] = [];
  let first: string | undefined;
  for (let left = MAX_LINES; left > 0; left--) {
    const text = await reader.line();
    const { code, mark, rest = '' } = /^(?<code>\d{3})(?:(?<mark>[ -])(?<rest>.*))?$/u.exec(text)?.groups ?? {};
    // Between the first and the last line, FTP allows lines without a code.
    if (code === undefined && first === undefined) throw notOfProtocol(text);
    first ??= code;
    lines.push(rest);
    if (code === first && code !== undefined && mark !== '-') return { code, lines, text };
  }
  throw notOfProtocol(`More than ${MAX_LINES} lines`);
}
