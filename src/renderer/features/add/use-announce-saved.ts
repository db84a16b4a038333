import { useCallback } from 'react';
import { SECRET_SET } from '../../../contract/model/secret.ts';
import type { EndpointConfig } from '../../../contract/model/endpoint.ts';
import type { EndpointId } from '../../../contract/model/units.ts';
import { toastUndo } from '../../components/undo.ts';
import { useUndoCommand } from '../../live/use-command.ts';

/** Shows that an endpoint was changed, and offers to undo it. @returns a function to call with the previous config */
export function useAnnounceSaved(): (id: EndpointId, before: EndpointConfig, saved: object) => void {
  const undoCommand = useUndoCommand();
  return useCallback(
    (id, before, saved) => {
      const content = keepsSecrets(before, saved)
        ? { title: 'Changes saved' }
        : { title: 'Changes saved', body: 'Undo does not restore the secret that you replaced or removed.' };
      toastUndo(content, () => undoCommand('endpoints.update', { id, config: restored(before, saved) }));
    },
    [undoCommand],
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function isSecret(value: unknown): boolean {
  return isObject(value) && Object.keys(SECRET_SET).every((key) => key in value);
}

/** Whether `saved` keeps every secret of `before` at the same place. The page never has the secrets themselves. */
function keepsSecrets(before: unknown, saved: unknown): boolean {
  if (isSecret(before)) return isSecret(saved);
  if (!isObject(before)) return true;
  return Object.entries(before).every(([key, value]) => keepsSecrets(value, isObject(saved) ? saved[key] : undefined));
}

/**
 * The previous config, without secrets that were removed: they are no longer stored. A replaced secret stays replaced.
 */
function restored<Config extends object>(before: Config, saved: object): Config {
  const entries = Object.entries(before).flatMap(([key, value]: [string, unknown]) => {
    const now: unknown = (saved as Readonly<Record<string, unknown>>)[key];
    if (isSecret(value)) return now === undefined ? [] : [[key, value]];
    if (!isObject(value) || Array.isArray(value)) return [[key, value]];
    return [[key, restored(value, isObject(now) ? now : {})]];
  });
  return Object.fromEntries(entries) as Config;
}
