/** Shows the messages that templates make from an incident. */
import type { Alert } from '../../../contract/model/alert.ts';
import type { TemplatePreview, TemplatePreviewInput } from '../../../contract/model/alert-template.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { Texts } from '../../../i18n/texts.ts';
import { RequestError } from '../../base/request-error.ts';
import type { Store } from '../../store/store.ts';
import { messageOf, testAlert } from '../alert-message.ts';
import { memberOf, type AlertedEndpoint } from '../alerted-endpoint.ts';
import { newDelivery } from '../stored-delivery.ts';
import { applyTemplates } from './apply.ts';
import { contextOf, EXAMPLE } from './context.ts';

export interface TemplatePreviewOptions {
  readonly store: Pick<Store, 'incidents'>;
  readonly find: (id: EndpointId) => AlertedEndpoint | undefined;
  readonly texts: Texts;
  readonly now: EpochMs;
}

/** The most incidents of an endpoint that are searched. */
const SEARCHED = 1_000;
/** How long after its beginning a message about trouble is made, in milliseconds. */
const MESSAGE_AFTER_MS = 60_000;
/** How long the example incident lasts. */
const EXAMPLE_LASTS_MS = 300_000;

/** @throws RequestError `notFound` when there is no such incident, or its endpoint was removed */
export async function previewTemplates(
  input: TemplatePreviewInput,
  options: TemplatePreviewOptions,
): Promise<TemplatePreview> {
  const { titleTemplate = '', bodyTemplate = '', event, channel = '', rule = '' } = input;
  const { texts } = options;
  const { alert, at } = await alertOf(input, rule, options);
  const about = { id: 'preview', channelId: '', channelName: channel, event, createdAt: at };
  const message = messageOf(newDelivery(alert, about), texts, at);
  const context = contextOf(message, channel, texts);
  const { message: made, problems } = await applyTemplates(message, [{ titleTemplate, bodyTemplate }], context);
  return { title: made.title, text: made.text, problems };
}

/** The alert about an incident, and when its message is made. */
async function alertOf(
  { incident: wanted, event }: TemplatePreviewInput,
  ruleName: string,
  { store, find, now }: TemplatePreviewOptions,
): Promise<{ readonly alert: Alert; readonly at: EpochMs }> {
  const startedAt = now - EXAMPLE_LASTS_MS;
  let found: Pick<Incident, 'startedAt' | 'resolvedAt'> = { startedAt, resolvedAt: now };
  let member: Alert['members'][number] = { ...EXAMPLE, since: startedAt };
  if (wanted !== undefined) {
    const incidents = await store.incidents({ id: wanted.endpointId, limit: SEARCHED });
    const incident = incidents.find(({ id }) => id === wanted.id);
    const subject = find(wanted.endpointId);
    if (incident === undefined || subject === undefined) throw new RequestError('incidentNotFound', { id: wanted.id });
    found = incident;
    member = memberOf('', subject, {
      about: 'status',
      severity: 'down',
      since: incident.startedAt,
      incident,
      warning: null,
    });
  }
  const endedAt = event === 'up' ? (found.resolvedAt ?? now) : null;
  const at = endedAt ?? Math.min(now, found.startedAt + MESSAGE_AFTER_MS);
  const alert: Alert = {
    ...testAlert('preview', ruleName, found.startedAt),
    members: [{ ...member, endedAt }],
    memberCount: 1,
    activeCount: endedAt === null ? 1 : 0,
    endedAt,
  };
  return { alert, at };
}
