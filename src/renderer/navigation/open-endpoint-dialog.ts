/** Opens the dialog that adds, edits or clones an endpoint, from anywhere. The dialog itself is mounted once, in `App`. */
import { useSyncExternalStore } from 'react';

export type EndpointDialogRequest =
  /** `text`: what the paste box begins with; `form`: begins with the form instead. */
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

/** What is open; null: nothing. */
export function useEndpointDialog(): EndpointDialogRequest | null {
  return useSyncExternalStore(subscribe, () => current);
}
