import { toast } from '../components/toast.tsx';
import { toastError } from './use-command.ts';

/** Puts a text on the clipboard and says so, or says why it could not. */
export async function copyText(text: string, title: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ title });
  } catch (error) {
    toastError('Could not copy', error);
  }
}
