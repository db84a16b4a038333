/** Deliveries as the store keeps them. */
import type { Alert, Delivery } from '../../contract/model/alert.ts';
import type { Log } from '../ports.ts';
import { lazyDocument } from '../store/lazy-document.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { StoredDocument } from '../store/store.ts';

/** The collection of deliveries in the store. */
export const DELIVERIES = 'delivery';

/** A delivery as it is stored, with the alert as it was when the message was made. */
export interface StoredDelivery extends Delivery {
  readonly alert: Alert;
}

/** A new message about an alert, which waits. */
export function newDelivery(
  alert: Alert,
  about: Pick<Delivery, 'id' | 'channelId' | 'channelName' | 'event' | 'createdAt'>,
): StoredDelivery {
  const { id, createdAt } = about;
  return {
    ...about,
    dedupKey: id,
    alertId: alert.id,
    state: 'waiting',
    nextAt: createdAt,
    tries: [],
    tryCount: 0,
    alert,
  };
}

export function deliveryDocument(delivery: StoredDelivery): StoredDocument {
  const { id, createdAt, state, alertId } = delivery;
  const about = { collection: DELIVERIES, id, at: createdAt, open: state === 'waiting', owner: alertId };
  return lazyDocument(about, delivery);
}

/** Only this module writes these documents. @returns undefined: it is damaged */
export function readDelivery(document: StoredDocument, log: Log): StoredDelivery | undefined {
  return parseDocument(document, log) as StoredDelivery | undefined;
}

/** Without the alert. */
export function publicOf(stored: StoredDelivery): Delivery {
  const { alert, ...delivery } = stored;
  return { ...delivery, alertId: alert.id };
}
