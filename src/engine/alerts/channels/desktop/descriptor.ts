import { z } from 'zod';
import { lazily } from '../../../check/fields/lazily.ts';
import type { ChannelKind } from '../../channel-kind.ts';

/** A notification on the computer on which Lookout runs. */
export const desktop: ChannelKind = {
  kind: 'desktop',
  title: 'Desktop notification',
  description: 'A notification on this computer.',
  category: 'direct',
  needs: 'notifications',
  schema: lazily(() => z.object({})),
  form: [],
  example: {},
  load: async () => {
    const { sender } = await import('./send.ts');
    return sender;
  },
};
