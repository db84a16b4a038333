/** The fields `warnBefore` and `failBefore`, of every kind that watches something that expires. */
import type { FormField } from '../../../contract/descriptor.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { durationSchema } from '../common.ts';

export const DAY_MS = 86_400_000;

export interface Expiry {
  /** The longest time before, in milliseconds. */
  readonly most: Ms;
  /** The defaults; null: never. */
  readonly warnBefore: Ms | null;
  readonly failBefore: Ms | null;
}

/** Certificates of authorities live for decades. */
export const CERTIFICATE_EXPIRY: Expiry = { most: 36_500 * DAY_MS, warnBefore: 14 * DAY_MS, failBefore: null };

export function expirySchemas({ most, warnBefore, failBefore }: Expiry) {
  return {
    warnBefore: durationSchema([1, most]).nullable().default(warnBefore),
    failBefore: durationSchema([1, most]).nullable().default(failBefore),
  };
}

/**
 * @param help what happens with each: `warnBefore` as `The site is degraded when a certificate expires`, and in `ended` what an empty
 *   `failBefore` means, as `one has expired`
 */
export function expiryFields(
  { most, warnBefore, failBefore }: Expiry,
  help: { readonly warnBefore: string; readonly failBefore: string; readonly ended: string },
): readonly FormField[] {
  const range = { type: 'duration', section: 'expect', min: 1, max: most } as const;
  return [
    {
      ...range,
      name: 'warnBefore',
      label: 'Warn before expiry',
      default: warnBefore,
      help: `${help.warnBefore} within this time. If empty, it is not.`,
    },
    {
      ...range,
      name: 'failBefore',
      label: 'Fail before expiry',
      default: failBefore,
      help: `${help.failBefore} within this time. If empty, it fails once ${help.ended}.`,
    },
  ];
}
