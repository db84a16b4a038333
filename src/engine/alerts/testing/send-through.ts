/** Test code: sends a message through a channel as it is configured. */
import type { SendResult } from '../../../contract/model/alert.ts';
import type { AlertMessage, SendContext } from '../channel-kind.ts';
import { parseChannel } from '../channel-registry.ts';
import { aMessage } from './a-message.ts';

const NOBODY = { outcome: 'nobody', problem: '' } as const;

/** What a sender gets: it shows no notifications, plays no sounds and renders no templates. */
export function sendContext(signal: AbortSignal = new AbortController().signal): SendContext {
  return { signal, notify: () => undefined, render: async () => null, play: async () => NOBODY, waitedMs: 0 };
}

/** @throws when the config is refused, and the errors of the sender */
export async function sendThrough(channel: object, message: AlertMessage = aMessage()): Promise<SendResult> {
  const read = parseChannel({ name: 'test', ...channel });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return (await read.kind.load()).send(read.config, message, sendContext());
}
