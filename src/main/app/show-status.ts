import { join } from 'node:path';
import { Menu, app, nativeImage } from 'electron';
import { resources } from '../system/environment.ts';
import { texts } from '../system/texts.ts';
import { createBadge } from '../tray/badge.ts';
import type { EngineWatch, ShellView } from '../tray/engine-watch.ts';
import { dockItems } from '../tray/quick-menu.ts';
import { trayModel } from '../tray/tray-model.ts';
import { trayMenu } from '../tray/tray.ts';
import type { DesktopParts } from './desktop-parts.ts';

/**
 * Shows the endpoints' status in the tray, on the app's icon and in the dock's menu.
 * @returns ends it
 */
export function showStatus({ tray, trayDispatcher, windows }: DesktopParts, watch: EngineWatch): () => void {
  const badge = createBadge({
    app,
    platform: process.platform,
    windows: () => windows.all(),
    loadMark: () => nativeImage.createFromPath(join(resources, 'tray', 'down.png')),
    say: texts.say,
  });
  const markNewWindow = (): void => badge.refresh();
  app.on('browser-window-created', markNewWindow);

  function show(endpoints: ShellView['endpoints']): void {
    const model = trayModel(endpoints, texts.say);
    tray?.show(model);
    badge.show(model.down);
    app.dock?.setMenu(Menu.buildFromTemplate(trayMenu({ items: dockItems(model) }, trayDispatcher.dispatch)));
  }

  show(watch.view().endpoints);
  const endWatch = watch.onChange((view, before) => {
    if (view.endpoints !== before.endpoints) show(view.endpoints);
  });
  return () => {
    endWatch();
    app.off('browser-window-created', markNewWindow);
  };
}
