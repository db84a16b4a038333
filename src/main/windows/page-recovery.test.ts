import { beforeEach, expect, it } from 'vitest';
import { DesktopDouble } from './testing/window-double.ts';

let desktop: DesktopDouble;
beforeEach(() => {
  desktop = new DesktopDouble();
});

it('reloads a page that crashed, but not one that crashes while it loads', async () => {
  const { webContents } = await desktop.open();
  webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  expect(webContents.reloads).toBe(1);
  expect(desktop.reloads).toEqual(['crashed']);
  expect(desktop.logged).toEqual(['The page crashed', 'The page crashed']);
});

it('loads a page that crashed while it was reloading when its window is opened again', async () => {
  const windows = await desktop.start();
  await windows.open('/settings');
  const { main } = desktop;
  for (let crash = 0; crash < 2; crash += 1) {
    main.webContents.crashed = true;
    main.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
  }
  await windows.open();
  expect(main.loaded).toEqual(['app://lookout/index.html#/settings', 'app://lookout/index.html#/settings']);
  await windows.open();
  expect(main.loaded).toHaveLength(2);
});

it('asks about a page that hangs, and reloads it only when the person chooses that', async () => {
  const window = await desktop.open();
  window.emit('unresponsive');
  window.emit('unresponsive');
  expect(desktop.dialogs).toHaveLength(1);
  desktop.answer(0);
  await expect.poll(() => (window.emit('unresponsive'), desktop.dialogs.length)).toBe(2);
  expect(window.webContents.reloads).toBe(0);
  desktop.answer(1);
  await expect.poll(() => window.webContents.reloads).toBe(1);
  expect(desktop.reloads).toEqual(['hung']);
});

it('closes the dialog when the page responds again', async () => {
  const window = await desktop.open();
  window.emit('unresponsive');
  window.emit('responsive');
  expect(desktop.dialogs[0]?.signal?.aborted).toBe(true);
  desktop.answer(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(window.webContents.reloads).toBe(0);
});

it('reloads a hidden page that hangs without asking', async () => {
  const window = await desktop.open();
  window.visible = false;
  window.emit('unresponsive');
  expect(desktop.dialogs).toEqual([]);
  expect(window.webContents.reloads).toBe(1);
});
