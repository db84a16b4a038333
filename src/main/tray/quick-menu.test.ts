import { expect, it } from 'vitest';
import { parseCommandLine } from '../app/command-line.ts';
import { createTexts } from '../../i18n/texts.ts';
import { dockItems, jumpList } from './quick-menu.ts';
import { trayModel } from './tray-model.ts';

const { say } = createTexts([]);

it('has tasks that the command line understands', () => {
  const tasks = jumpList('C:\\Lookout.exe', ['C:\\my apps\\lookout'], say);
  expect(tasks.map((task) => task.arguments)).toEqual([
    '"C:\\my apps\\lookout" --check-all',
    '"C:\\my apps\\lookout" --settings',
  ]);
  expect(parseCommandLine(['--check-all'], '/').command).toBe('checkAll');
  expect(parseCommandLine(['--settings'], '/').command).toBe('settings');
});

it('leaves out the items that the dock has itself', () => {
  const model = trayModel(new Map([['a', { name: 'A', status: 'down' }]]), say);
  const words = dockItems(model).map((item) => (item.type === 'separator' ? '-' : item.label));
  expect(words).toEqual([
    '1 down',
    'A is down',
    'Acknowledge',
    'Silence 1 h',
    '-',
    'Check all now',
    'Pause all',
    'Resume all',
    '-',
    'Settings…',
  ]);
});
