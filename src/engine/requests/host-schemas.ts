/** What the arguments of each host request must look like. Here because only the engine's room has zod. */
import { z } from 'zod';
import type { HostChannel } from '../../contract/channels.ts';

const nothing = z.strictObject({});

export const hostSchemas = {
  'host.openWindow': z.strictObject({ path: z.string().max(400), alwaysOnTop: z.boolean().optional() }),
  'host.window': nothing,
  'host.keepOnTop': z.strictObject({ alwaysOnTop: z.boolean() }),
  // More than `readConfigText` reads is refused by it, in words.
  'host.readImport': z.strictObject({ fileName: z.string().max(1000), text: z.string().max(50_000_000) }),
  'host.waitingImport': nothing,
  'host.import': z.strictObject({
    id: z.number().int(),
    entries: z.array(z.number().int().min(0)).min(1).max(20_000),
  }),
  'host.openDataFolder': nothing,
  'host.moveDataFolder': nothing,
  'host.openLogs': nothing,
  'host.diagnostics': nothing,
  'host.checkForUpdates': nothing,
  'host.downloadUpdate': nothing,
  'host.installUpdate': nothing,
} as const satisfies Record<HostChannel, z.ZodType>;
