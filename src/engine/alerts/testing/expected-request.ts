/** Test code: the request that the service of a channel documents. */
import type { ReceivedRequest } from './channel-server.ts';

export interface ExpectedRequest {
  /** The fields of the channel. @param url of the server on loopback that takes the place of the service */
  readonly fields: (url: string) => Record<string, unknown>;
  /** For `aMessage()`. */
  readonly request: Partial<ReceivedRequest>;
  /** A part of the body when the alert ends; null: the body is not JSON. */
  readonly recovery: unknown;
}

export const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;
export const hook = (url: string) => ({ url: `${url}/hook` });
