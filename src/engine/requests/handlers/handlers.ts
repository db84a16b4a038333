import type { Answer, Args, Channel } from '../../../contract/channels/index.ts';
import { appHandlers, type AppHandlerParts } from './app.ts';
import { checkHandlers, type CheckHandlerParts } from './checks.ts';
import { endpointHandlers, type EndpointHandlerParts } from './endpoints.ts';
import { importHandlers, type ImportHandlerParts } from './imports.ts';
import { incidentHandlers, type IncidentHandlerParts } from './incidents.ts';
import { settingsHandlers, type SettingsHandlerParts } from './settings.ts';

/** What carries out each request. Arguments are valid when they arrive here. */
export type HandlersOf<C extends Channel> = { readonly [K in C]: (args: Args<K>) => Answer<K> | Promise<Answer<K>> };
export type Handlers = HandlersOf<Channel>;

export interface HandlerParts
  extends
    AppHandlerParts,
    EndpointHandlerParts,
    CheckHandlerParts,
    IncidentHandlerParts,
    SettingsHandlerParts,
    ImportHandlerParts {}

export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...appHandlers(parts),
    ...endpointHandlers(parts),
    ...checkHandlers(parts),
    ...incidentHandlers(parts),
    ...settingsHandlers(parts),
    ...importHandlers(parts),
  };
}
