/** The schemas of the arguments of host requests. They are here because only the engine may use zod. */
import { z } from 'zod';
import type { HostChannel } from '../../contract/channels/host.ts';

const nothing = z.strictObject({});

export const hostSchemas = {
  'host.openWindow': z.strictObject({ path: z.string().max(400), alwaysOnTop: z.boolean().optional() }),
  'host.window': nothing,
  'host.keepOnTop': z.strictObject({ alwaysOnTop: z.boolean() }),
  'host.waitingImport': nothing,
  'host.openDataFolder': nothing,
  'host.moveDataFolder': nothing,
  'host.saveExport': z.strictObject({ id: z.string().max(100) }),
  'host.openLogs': nothing,
  'host.diagnostics': nothing,
  'host.checkForUpdates': nothing,
  'host.downloadUpdate': nothing,
  'host.installUpdate': nothing,
} as const satisfies Record<HostChannel, z.ZodType>;
