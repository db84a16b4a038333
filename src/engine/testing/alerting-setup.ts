/** Test code: an engine with a rule that sends to a webhook on loopback. */
import { expect, vi } from 'vitest';
import type { Failure } from '../../contract/model/failure.ts';
import { startChannelServer, type ChannelServer } from '../alerts/testing/channel-server.ts';
import { refused, setUpEngine } from './engine-setup.ts';

/** What the webhook gets. */
export interface WebhookBody {
  readonly id: string;
  readonly dedupKey: string;
  readonly event: string;
  readonly title: string;
  readonly text: string;
  readonly endpoint: { readonly name: string; readonly target: string };
  readonly endpointCount: number;
}

/** @param rule what differs from a rule about all endpoints that are down and up again */
export async function setUpAlerting(
  rule: Record<string, unknown> = {},
  options: Parameters<typeof setUpEngine>[0] = {},
) {
  const server = await startChannelServer();
  const subject = await setUpEngine(options);
  const { id: channelId } = await subject.engine.request('channels.save', {
    channel: { kind: 'webhook', name: 'hook', url: `${server.url}/alerts` },
  });
  const { id: ruleId } = await subject.engine.request('rules.save', {
    rule: { name: 'r', channels: ['hook'], ...rule },
  });
  return { server, channelId, ruleId, ...subject };
}

export function bodiesOf({ received }: ChannelServer): readonly WebhookBody[] {
  return received.map(({ json }) => json as WebhookBody);
}

export function titlesOf(server: ChannelServer): readonly string[] {
  return bodiesOf(server).map(({ title }) => title);
}

/** Lets messages arrive: they use real sockets, while the time of the engine stands still. */
export async function titlesArrive(server: ChannelServer, expected: readonly unknown[]): Promise<void> {
  await vi.waitFor(() => expect(titlesOf(server)).toEqual(expected), { timeout: 10_000 });
}

/** Answers for a fake network on which these targets are down. */
export function failFor(...targets: readonly string[]): (target: string) => Failure | null {
  return (target) => (targets.includes(target) ? refused : null);
}
