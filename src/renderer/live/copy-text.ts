import { toast } from '../components/toast.tsx';
import { toastError } from './use-command.ts';

/** Copies a text to the clipboard, and shows a message about success or failure. */
export async function copyText(text: string, title: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ title });
  } catch (error) {
    toastError('Could not copy', error);
  }
}
