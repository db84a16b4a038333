/** Streamable HTTP (https://modelcontextprotocol.io/specification/2025-06-18/basic/transports). */
import { z } from 'zod';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { connectionSchemas } from '../../http/connection-fields.ts';
import { closeConnection, openConnection, type Connection } from '../../http/connection.ts';
import { headerText, textOf, type Answer } from '../../http/exchange.ts';
import { exchange1 } from '../../http/exchange-1.ts';
import type { Probe } from '../../net/probe/probe.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { mcpFailure } from './failures.ts';
import type { McpFields } from './fields.ts';
import { isAnswerTo, MAX_BYTES, tooLarge, wrongAnswer, type RpcRequest, type Transport } from './messages.ts';

const DEFAULTS = z.object(connectionSchemas()).parse({});
const UNAUTHORIZED = 401;

/** Sends each message as a POST, over one connection as long as the server keeps it open. */
export class HttpTransport implements Transport {
  readonly #probe: Probe;
  readonly #fields: McpFields;
  readonly #url: URL;
  #connection: Connection | undefined;
  #session = '';
  #version = '';

  constructor(probe: Probe, fields: McpFields) {
    this.#probe = probe;
    this.#fields = fields;
    this.#url = new URL(fields.url);
  }

  async send(message: RpcRequest): Promise<unknown> {
    const answer = await this.#exchange('POST', Buffer.from(JSON.stringify(message)));
    if (answer.body.truncated) throw tooLarge();
    if (answer.status === UNAUTHORIZED) {
      const problem = headerText(answer.headers['www-authenticate']) || 'HTTP status 401';
      throw new FailureError(failureOf('auth.failed', { problem }, { phase: 'wait' }));
    }
    if (answer.status < 200 || answer.status > 299) {
      throw new FailureError(mcpFailure('mcp.http', { status: answer.status }, { phase: 'wait' }));
    }
    const session = answer.headers['mcp-session-id'];
    // Visible ASCII, as the specification demands.
    if (typeof session === 'string' && /^[\x21-\x7e]{1,1000}$/u.test(session)) this.#session = session;
    if (message.id === undefined) return undefined;
    const text = await textOf(answer, this.#probe.signal);
    return findAnswer(headerText(answer.headers['content-type']), text, message.id);
  }

  setVersion(version: string): void {
    if (/^[\x21-\x7e]+$/u.test(version)) this.#version = version;
  }

  /** Ends the session on the server, if the connection is still open. The answer does not matter. */
  close(): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#connection = undefined;
    const { socket } = connection;
    if (this.#session === '' || !socket.writable || this.#probe.signal.aborted) {
      closeConnection(connection);
      return;
    }
    const lines = Object.entries(pairs(this.#headers('DELETE', null))).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.on('error', () => {});
    socket.end(`DELETE ${this.#url.pathname}${this.#url.search} HTTP/1.1\r\n${lines.join('')}\r\n`);
    socket.destroySoon();
  }

  async #exchange(method: string, body: Buffer): Promise<Answer> {
    const connection = (this.#connection ??= await this.#open());
    const request = { url: this.#url, method, headers: this.#headers(method, body), body };
    try {
      const reading = { maxBytes: MAX_BYTES, whole: true, keepAlive: true };
      const answer = await exchange1(this.#probe, connection.socket, request, reading);
      if (!answer.reusable) this.#connection = undefined;
      return answer;
    } catch (error) {
      this.#connection = undefined;
      closeConnection(connection);
      throw error;
    }
  }

  #open(): Promise<Connection> {
    const options = { ...DEFAULTS, ...this.#fields, http2: false, isOwn: true };
    return openConnection(this.#probe, this.#url, options);
  }

  #headers(method: string, body: Buffer | null): string[] {
    const headers = ['Host', this.#url.host, 'User-Agent', USER_AGENT, 'Accept', 'application/json, text/event-stream'];
    if (body !== null) headers.push('Content-Type', 'application/json', 'Content-Length', String(body.length));
    if (this.#session !== '') headers.push('Mcp-Session-Id', this.#session);
    if (this.#version !== '') headers.push('MCP-Protocol-Version', this.#version);
    if (method === 'DELETE') headers.push('Connection', 'close');
    for (const [name, value] of Object.entries(this.#fields.headers)) headers.push(name, value);
    return headers;
  }
}

function pairs(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : [])));
}

/** Finds the answer in JSON, or in a stream of events. */
function findAnswer(contentType: string, text: string, id: number): unknown {
  const messages = contentType.startsWith('text/event-stream') ? readEvents(text) : [parse(text)];
  const answer = messages.find((message) => isAnswerTo(message, id));
  if (answer === undefined) throw wrongAnswer(text);
  return answer;
}

/** The data of each server-sent event, as JSON. */
function readEvents(text: string): unknown[] {
  return text.split(/\r?\n\r?\n/u).flatMap((event) => {
    const lines = event.split(/\r?\n/u).filter((line) => line.startsWith('data:'));
    return lines.length === 0 ? [] : [parse(lines.map((line) => line.slice('data:'.length).trimStart()).join('\n'))];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
