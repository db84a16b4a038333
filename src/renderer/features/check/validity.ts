/** How long a certificate remains valid, in words. Pure. */
import type { Certificate } from '../../../contract/model/check.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';

const DAY: Ms = 86_400_000;
/** About the time that people need to notice and renew. */
const NEAR_DAYS = 14;
/**
 * The share of a certificate's lifetime that counts as near its end, because a certificate valid for one week would
 * always be near.
 */
const NEAR_SHARE = 0.2;

export interface Validity {
  readonly state: 'good' | 'near' | 'over' | 'early';
  /** Whole days until the certificate expires, since it expired, or until it becomes valid. */
  readonly days: number;
  /** Such as `20 days left`. */
  readonly text: string;
}

export function validityOf(certificate: Pick<Certificate, 'validFrom' | 'validTo'>, now: EpochMs): Validity {
  const { validFrom, validTo } = certificate;
  if (validFrom !== null && now < validFrom) {
    const days = Math.floor((validFrom - now) / DAY);
    return { state: 'early', days, text: `not valid yet, for another ${countDays(days)}` };
  }
  if (now > validTo) {
    const days = Math.floor((now - validTo) / DAY);
    return { state: 'over', days, text: days === 0 ? 'expired today' : `expired ${countDays(days)} ago` };
  }
  const left = validTo - now;
  const days = Math.floor(left / DAY);
  const lifetime = validFrom === null ? Infinity : validTo - validFrom;
  const near = left < Math.min(NEAR_DAYS * DAY, lifetime * NEAR_SHARE);
  return { state: near ? 'near' : 'good', days, text: `${countDays(days)} left` };
}

function countDays(days: number): string {
  if (days === 0) return 'less than a day';
  return days === 1 ? '1 day' : `${days.toLocaleString('en')} days`;
}
