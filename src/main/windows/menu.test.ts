import { describe, expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';

describe('the menu', () => {
  const menu = (platform: NodeJS.Platform, developer = false, updates = true) => {
    const chosen: string[] = [];
    const template = menuTemplate({
      platform,
      developer,
      onNavigate: (path) => chosen.push(path),
      onOpenLogs: () => chosen.push('logs'),
      onCopyDiagnostics: () => chosen.push('diagnostics'),
      onCheckForUpdates: updates ? () => chosen.push('updates') : null,
      onQuit: () => chosen.push('quit'),
    });
    const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    return { chosen, template, items };
  };

  it.each<NodeJS.Platform>(['linux', 'win32', 'darwin'])('opens every view and quits on %s', (platform) => {
    const { chosen, items } = menu(platform);
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(chosen.toSorted()).toEqual([
      '/',
      '/health',
      '/incidents',
      '/settings',
      'diagnostics',
      'logs',
      'quit',
      'updates',
    ]);
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has an application menu only on macOS', () => {
    expect(menu('darwin').template[0]?.label).toBe('Lookout');
    expect(menu('linux').template[0]?.label).toBe('&File');
  });

  it('offers updates only in a build that can be updated', () => {
    const labels = (updates: boolean) => menu('linux', false, updates).items.map(({ label }) => label);
    expect(labels(true)).toContain('Check for updates…');
    expect(labels(false)).not.toContain('Check for updates…');
  });

  it('has developer tools only during development', () => {
    const roles = (developer: boolean) => menu('linux', developer).items.map(({ role }) => role);
    expect(roles(true)).toContain('toggleDevTools');
    expect(roles(false)).not.toContain('toggleDevTools');
  });
});
