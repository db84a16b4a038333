/** The menus of the app's icon: the jump list on Windows, the dock's menu on macOS. */
import type { Task } from 'electron';
import type { Say } from '../../i18n/codes/sentences.ts';
import type { TrayItem, TrayModel } from './tray-model.ts';

/** A start with one of these options passes it to the running app (`command-line.ts`). */
const TASKS = [
  { title: 'tray.checkAll', description: 'tray.checkAllHelp', option: '--check-all' },
  { title: 'tray.settingsTask', description: 'tray.settingsHelp', option: '--settings' },
] as const;

/** @param programArguments the arguments that the program needs before its options */
export function jumpList(program: string, programArguments: readonly string[], say: Say): Task[] {
  const quoted = programArguments.map((argument) => `"${argument}"`);
  return TASKS.map(({ title, description, option }) => ({
    program,
    arguments: [...quoted, option].join(' '),
    title: say(title),
    description: say(description),
    iconPath: program,
    iconIndex: 0,
  }));
}

/** The tray's menu without the items that the dock has itself, which are open and quit. */
export function dockItems({ items }: TrayModel): readonly TrayItem[] {
  const own = items.filter((item) => item.type !== 'item' || (item.command?.type !== 'quit' && !opensWindow(item)));
  const first = own.findIndex(({ type }) => type !== 'separator');
  const last = own.findLastIndex(({ type }) => type !== 'separator');
  return own.slice(first, last + 1);
}

function opensWindow(item: Extract<TrayItem, { type: 'item' }>): boolean {
  return item.command?.type === 'open' && item.command.path === undefined;
}
