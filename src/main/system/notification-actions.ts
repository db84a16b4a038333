/** Carries out the actions of notification buttons. */
import type { EngineClient } from '../../contract/channels/engine-client.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { NotificationAction } from './notifications.ts';

/** How long the tray and notifications silence alerts. */
export const SILENCE_MINUTES = 60;

export async function act(
  engine: Pick<EngineClient, 'request'>,
  action: NotificationAction,
  endpointId: EndpointId,
): Promise<void> {
  if (action === 'acknowledge') await engine.request('alerts.acknowledge', { endpoints: [endpointId] });
  else await engine.request('silences.add', { match: { endpoints: [endpointId] }, minutes: SILENCE_MINUTES });
}
