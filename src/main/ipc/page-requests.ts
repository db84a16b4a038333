/** Checks and answers requests from the page, independently of Electron's IPC. */
import { HOST_CHANNELS, type HostChannel } from '../../contract/channels/host.ts';
import { type AnyChannel, CHANNELS, type Channel } from '../../contract/channels/index.ts';
import type { IpcAnswer } from '../../contract/ipc.ts';
import type { Log } from '../../engine/ports.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { isPageDocument } from './page-address.ts';

export const engineChannels = Object.keys(CHANNELS) as Channel[];
export const hostChannels = Object.keys(HOST_CHANNELS) as HostChannel[];

/** The part of Electron's `WebFrameMain` that identifies the sender of a message. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: object | null;
}

/**
 * Whether a message comes from Lookout's own page: from the main frame of a window, at the page's address.
 * @param frame null when the frame was closed or has navigated since it sent the message
 */
export function isTrustedSender(frame: SenderFrame | null, devUrl: string | null): boolean {
  return frame !== null && frame.parent === null && isPageDocument(frame.url, devUrl);
}

/**
 * Carries out a request. Never rejects: a failure is data, because IPC keeps only the message of an error.
 */
export async function answerRequest(
  channel: AnyChannel,
  carryOut: () => Promise<unknown>,
  log: Log,
): Promise<IpcAnswer> {
  try {
    const answer = await carryOut();
    return { ok: true, answer: answer as Extract<IpcAnswer, { ok: true }>['answer'] };
  } catch (error) {
    if (error instanceof RequestError) return { ok: false, failure: error.toJSON() };
    log('error', 'A request failed because of a bug', { channel, error });
    return { ok: false, failure: new RequestError('internal', {}).toJSON() };
  }
}
