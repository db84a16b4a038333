/** `dialog`: a dialog waits for the spec's answer, as it would wait for a person's. */
import type { Dialog, MessageBoxReturnValue, OpenDialogReturnValue } from 'electron';
import { needReady } from '../runtime.ts';
import { strictObject } from '../strict.ts';

export type DialogAnswer = Partial<MessageBoxReturnValue & OpenDialogReturnValue>;

/** A dialog that was shown. */
export interface DialogInfo {
  readonly type: 'error' | 'message' | 'open';
  readonly title: string;
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly answered: boolean;
}

interface Asked {
  readonly info: Omit<DialogInfo, 'answered'>;
  readonly answer: ((answer: DialogAnswer) => void) | null;
  answered: boolean;
}
const asked: Asked[] = [];

interface Options {
  readonly title?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly buttons?: readonly string[];
}

function ask<T extends object>(type: 'message' | 'open', args: readonly unknown[], defaults: T): Promise<T> {
  needReady('dialog module can only be used after app is ready');
  // The first argument may be a window.
  const { title = '', message = '', detail = '', buttons = [] } = args.at(-1) as Options;
  return new Promise((resolve) => {
    const entry: Asked = {
      info: { type, title, message, detail, buttons },
      answered: false,
      answer: (answer) => resolve({ ...defaults, ...answer }),
    };
    asked.push(entry);
  });
}

type Known = 'showErrorBox' | 'showMessageBox' | 'showOpenDialog';

export const dialog = strictObject('dialog', {
  showErrorBox(title: string, content: string) {
    process.stderr.write(`${title}\n${content}\n`);
    asked.push({
      info: { type: 'error', title, message: content, detail: '', buttons: [] },
      answer: null,
      answered: true,
    });
  },
  showMessageBox: (...args: unknown[]) => ask('message', args, { response: 0, checkboxChecked: false }),
  showOpenDialog: (...args: unknown[]) => ask('open', args, { canceled: false, filePaths: [] as string[] }),
} satisfies Pick<Dialog, Known>);

/** All dialogs that were ever shown, the oldest first. */
export const shownDialogs = (): DialogInfo[] => asked.map(({ info, answered }) => ({ ...info, answered }));

/** @throws Error when no dialog waits */
export function answerDialog(answer: DialogAnswer): void {
  const entry = asked.find(({ answered }) => !answered);
  if (entry === undefined) throw new Error('Expected a dialog that waits for an answer, got none');
  entry.answered = true;
  entry.answer?.(answer);
}
