/** Messages of MCP: JSON-RPC 2.0 (https://modelcontextprotocol.io/specification/2025-06-18/basic). */
import { z } from 'zod';
import manifest from '../../../../../package.json' with { type: 'json' };
import type { Json } from '../../../../contract/model/units.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { cut } from '../../../base/cut.ts';
import { mcpFailure } from './failures.ts';

/** The newest version that Lookout knows. Servers answer with the one that they use. */
export const PROTOCOL_VERSION = '2025-06-18';
/** The largest answer, in bytes. */
export const MAX_BYTES = 4_000_000;

export interface RpcRequest {
  readonly jsonrpc: '2.0';
  /** Absent: a notification, which is not answered. */
  readonly id?: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Carries messages to one server. */
export interface Transport {
  /**
   * Sends a message, and waits for the answer to a request.
   * @returns the answer; undefined after a notification
   * @throws FailureError, system errors, or the signal's reason
   */
  send(message: RpcRequest): Promise<unknown>;
  /** The version that both use, from the answer to `initialize`. */
  setVersion(version: string): void;
  /** Ends the session and closes everything. */
  close(): void;
}

const answerSchema = z.union([
  z.object({ id: z.number(), result: z.record(z.string(), z.unknown()) }),
  z.object({ id: z.number(), error: z.object({ code: z.number(), message: z.string() }) }),
]);

export const initializeSchema = z.object({
  protocolVersion: z.string().max(100),
  serverInfo: z.object({ name: z.string(), version: z.string().catch('') }).catch({ name: '', version: '' }),
  capabilities: z.record(z.string(), z.unknown()).catch({}),
});

export const toolsSchema = z.object({
  tools: z.array(z.object({ name: z.string() })),
  nextCursor: z.string().optional(),
});

export const resultSchema = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })).catch([]),
  structuredContent: z.custom<Json>().optional(),
  isError: z.boolean().catch(false),
});

/** The parameters that introduce this client. */
export const INITIALIZE = {
  protocolVersion: PROTOCOL_VERSION,
  capabilities: {},
  clientInfo: { name: 'lookout', version: manifest.version },
} as const;

/** Whether a message is the answer to a request: servers may send requests and notifications in between. */
export function isAnswerTo(message: unknown, id: number): boolean {
  return (
    typeof message === 'object' && message !== null && 'id' in message && message.id === id && !('method' in message)
  );
}

/** Asks, and reads the result. @throws FailureError `mcp.error` or `mcp.answer`, or what the transport throws */
export async function ask<Schema extends z.ZodType>(
  transport: Transport,
  request: Required<RpcRequest>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = answerSchema.safeParse(await transport.send(request));
  if (!answer.success) throw wrongAnswer();
  if ('error' in answer.data) {
    const { code, message } = answer.data.error;
    const params = { method: request.method, error: code, problem: cut(message, 300) };
    throw new FailureError(mcpFailure('mcp.error', params));
  }
  const result = schema.safeParse(answer.data.result);
  if (!result.success) throw wrongAnswer();
  return result.data;
}

export function wrongAnswer(raw = ''): FailureError {
  return new FailureError(
    mcpFailure('mcp.answer', { reason: 'format' }, { phase: 'wait', ...(raw && { raw: cut(raw, 200) }) }),
  );
}

export function tooLarge(): FailureError {
  return new FailureError(mcpFailure('mcp.answer', { reason: 'tooLarge', limitBytes: MAX_BYTES }, { phase: 'wait' }));
}
