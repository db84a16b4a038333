import type { z } from 'zod';
import { lazily } from '../check/fields/lazily.ts';
import type { ChannelKind, ChannelSender } from './channel-kind.ts';

/** The definition of a kind of channel. */
type Definition<Fields extends object> = Omit<ChannelKind<Fields>, 'schema' | 'load'> & {
  /** Called at the first use. */
  readonly schema: () => z.ZodObject<z.ZodRawShape> & z.ZodType<Fields>;
  /** `() => import('./send.ts')` */
  readonly load: () => Promise<{ readonly sender: ChannelSender<Fields> }>;
};

/** Makes a kind whose schema is built, and whose sender is loaded, at its first use. */
export function defineChannel<Fields extends object>({
  schema,
  load,
  ...rest
}: Definition<Fields>): ChannelKind<Fields> {
  return {
    ...rest,
    schema: lazily(schema),
    load: async () => {
      const { sender } = await load();
      return sender;
    },
  };
}
