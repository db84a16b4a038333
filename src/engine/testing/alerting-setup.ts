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

/** Waits until exactly these messages have arrived: they use real sockets, while the time of the engine stands still. */
export async function titlesArrive(server: ChannelServer, expected: readonly unknown[]): Promise<void> {
  await vi.waitFor(() => expect(titlesOf(server)).toEqual(expected), { timeout: 60_000 });
}

/** Waits for messages to arrive: they use real sockets, while the time of the engine stands still. */
export async function arrived({ received }: ChannelServer, count: number): Promise<void> {
  await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(count), { timeout: 60_000 });
}

/** Waits until no message is waiting to be sent. */
export async function quiet({ engine }: Pick<Awaited<ReturnType<typeof setUpEngine>>, 'engine'>): Promise<void> {
  await vi.waitFor(
    async () => expect(await engine.request('alerts.deliveries', { open: true, limit: 200 })).toEqual([]),
    { timeout: 60_000 },
  );
}

/** Answers for a fake network on which these targets are down. */
export function failFor(...targets: readonly string[]): (target: string) => Failure | null {
  return (target) => (targets.includes(target) ? refused : null);
}
