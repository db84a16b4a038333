/** Opens the dialog that adds, edits or clones an endpoint, from anywhere. The dialog is mounted once, in `App`. */
import { createSharedValue } from '../components/shared-value.ts';

export type EndpointDialogRequest =
  /** `text`: the initial text of the paste box; `form`: start with the form instead. */
  | { readonly mode: 'add'; readonly text?: string; readonly form?: boolean }
  | { readonly mode: 'edit'; readonly id: string }
  | { readonly mode: 'clone'; readonly id: string };

const dialog = createSharedValue<EndpointDialogRequest | null>(null);

export function openEndpointDialog(request: EndpointDialogRequest): void {
  dialog.set(request);
}

export function closeEndpointDialog(): void {
  dialog.set(null);
}

/** The open dialog; null: none. */
export function useEndpointDialog(): EndpointDialogRequest | null {
  return dialog.use();
}
