/** What the app's icon offers by itself: the jump list of Windows, the dock's menu of macOS. */
import type { Task } from 'electron';
import type { TrayItem, TrayModel } from './tray-model.ts';

/** A start with one of these is handed over to the app that runs (`command-line.ts`). */
const TASKS = [
  { title: 'Check all now', description: 'Checks every endpoint at once', option: '--check-all' },
  { title: 'Settings', description: 'Opens the settings', option: '--settings' },
] as const;

/** @param program what starts Lookout, with the arguments that it needs before its options */
export function jumpList(program: string, before: readonly string[]): Task[] {
  const quoted = before.map((argument) => `"${argument}"`);
  return TASKS.map(({ title, description, option }) => ({
    program,
    arguments: [...quoted, option].join(' '),
    title,
    description,
    iconPath: program,
    iconIndex: 0,
  }));
}

/** The tray's menu without what the dock has itself: a click opens the window, and it can quit. */
export function dockItems({ items }: TrayModel): readonly TrayItem[] {
  const own = items.filter((item) => item.type !== 'item' || (item.command?.type !== 'quit' && !opensWindow(item)));
  const first = own.findIndex(({ type }) => type !== 'separator');
  const last = own.findLastIndex(({ type }) => type !== 'separator');
  return own.slice(first, last + 1);
}

function opensWindow(item: Extract<TrayItem, { type: 'item' }>): boolean {
  return item.command?.type === 'open' && item.command.path === undefined;
}
