/** Opens the dialog that adds, edits or clones an endpoint, from anywhere. The dialog is mounted once, in `App`. */
import { useSyncExternalStore } from 'react';

export type EndpointDialogRequest =
  /** `text`: the initial text of the paste box; `form`: start with the form instead. */
  | { readonly mode: 'add'; readonly text?: string; readonly form?: boolean }
  | { readonly mode: 'edit'; readonly id: string }
  | { readonly mode: 'clone'; readonly id: string };

let current: EndpointDialogRequest | null = null;
const listeners = new Set<() => void>();

function change(next: EndpointDialogRequest | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export function openEndpointDialog(request: EndpointDialogRequest): void {
  change(request);
}

export function closeEndpointDialog(): void {
  change(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The open dialog; null: none. */
export function useEndpointDialog(): EndpointDialogRequest | null {
  return useSyncExternalStore(subscribe, () => current);
}
