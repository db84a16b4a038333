import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../hosts/headless.ts';
import { startFixture, type FixtureApp } from './fixture-app.ts';

describe.skipIf(whyNoBrowser !== '')('the desktop around an app', () => {
  let fixture: FixtureApp;
  const desktop = () => fixture.app.desktop;
  const kinds = async (): Promise<unknown[]> => (await fixture.seen()).map(([what]) => what);

  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(async () => {
    expect(await fixture.stop()).toBe(0);
    expect(fixture.app.problems).toEqual([]);
  });

  it('shows the tray and its menu, and clicks them', async () => {
    const tray = await desktop().tray.show();
    expect(tray).toMatchObject({
      toolTip: 'All is well',
      template: false,
      image: expect.stringMatching(/resources\/tray\/up\.png$/u),
    });
    expect(tray?.menu?.map(({ label, enabled, type }) => [label, enabled, type])).toEqual([
      ['A & B', true, 'normal'],
      ['No', false, 'normal'],
      ['', true, 'separator'],
      ['More', true, 'submenu'],
    ]);
    await desktop().tray.choose('A & B');
    await desktop().tray.choose('More', 'Check');
    await desktop().tray.click();
    expect(await fixture.seen()).toEqual(expect.arrayContaining([['tray item'], ['checked', true], ['tray click']]));
    await expect(desktop().tray.choose('No')).rejects.toThrow('Expected the item No to be enabled');
    await expect(desktop().tray.choose('Nowhere')).rejects.toThrow('Expected an item Nowhere, got A & B, No, More');
  });

  it('has the menu’s roles, and its shortcuts for keys that the page does not handle', async () => {
    const menu = await desktop().menu.show();
    expect(menu?.map(({ label }) => label)).toEqual(['File', 'Edit', 'View']);
    await desktop().menu.choose('File', 'Act');
    await fixture.page.keyboard.press('Control+Shift+K');
    await expect.poll(async () => (await kinds()).filter((what) => what === 'acted')).toHaveLength(2);
    await fixture.page.evaluate(
      "addEventListener('keydown', function once(event) { if (event.code !== 'KeyK') return; event.preventDefault(); removeEventListener('keydown', once); })",
    );
    await fixture.page.keyboard.press('Control+Shift+K');
    await fixture.page.keyboard.press('Control+Shift+K');
    await expect.poll(async () => (await kinds()).filter((what) => what === 'acted')).toHaveLength(3);
  });

  it('edits and zooms with the menu', async () => {
    await fixture.page.fill('#field', 'text');
    await fixture.page.focus('#field');
    await desktop().menu.choose('Edit', 'Select All');
    await desktop().menu.choose('Edit', 'Delete');
    await expect.poll(() => fixture.page.inputValue('#field')).toBe('');
    await desktop().menu.choose('View', 'Zoom In');
    await expect.poll(() => fixture.page.evaluate('innerWidth')).toBe(Math.round(900 / 1.2 ** 0.5));
    await desktop().menu.choose('View', 'Actual Size');
    await expect.poll(() => fixture.page.evaluate('innerWidth')).toBe(900);
  });

  it('records notifications, and clicks one', async () => {
    expect(await desktop().notifications.list()).toMatchObject([{ title: 'Down', body: 'It is.', open: true }]);
    await desktop().notifications.click(0);
    await desktop().notifications.close(0);
    expect(await kinds()).toEqual(expect.arrayContaining(['notification click', 'notification close']));
    expect(await desktop().notifications.list()).toMatchObject([{ open: false }]);
  });

  it('keeps a dialog open until it is answered', async () => {
    const answer = fixture.call('ask');
    await expect
      .poll(() => desktop().dialogs.list())
      .toMatchObject([{ message: 'Sure?', buttons: ['Yes', 'No'], answered: false }]);
    await desktop().dialogs.answer({ response: 1 });
    expect(await answer).toEqual({ response: 1, checkboxChecked: false });
    await expect(desktop().dialogs.answer({})).rejects.toThrow('Expected a dialog that waits');
  });

  it('applies the window’s size and visibility to the page', async () => {
    const [before] = await desktop().windows.list();
    expect(before).toMatchObject({
      bounds: { x: 510, y: 170, width: 900, height: 700 },
      url: 'fixture://pages/index.html?a=1#b',
      title: 'A fixture',
      visible: true,
      focused: true,
      backgroundColor: '#123456',
    });
    await desktop().windows.setBounds({ width: 640, height: 480 });
    await expect.poll(() => fixture.page.evaluate('[innerWidth, innerHeight]')).toEqual([640, 480]);
    await desktop().windows.maximize();
    await expect.poll(() => fixture.page.evaluate('[innerWidth, innerHeight]')).toEqual([1920, 1040]);
    await desktop().windows.minimize();
    await expect.poll(() => fixture.page.evaluate('document.visibilityState')).toBe('hidden');
    await desktop().windows.restore();
    await expect.poll(() => fixture.page.evaluate('document.visibilityState')).toBe('visible');
    await desktop().windows.emit('unresponsive');
    expect(await kinds()).toContain('window unresponsive');
  });

  it('applies the theme to the page’s media queries', async () => {
    const dark = (): Promise<unknown> => fixture.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
    expect([await dark(), await fixture.call('dark')]).toEqual([false, false]);
    await desktop().system.theme('dark');
    await expect.poll(dark).toBe(true);
    await desktop().system.theme('light');
    await expect.poll(dark).toBe(false);
    await fixture.call('goDark');
    await expect.poll(dark).toBe(true);
    expect((await fixture.seen()).filter(([what]) => what === 'theme')).toEqual([
      ['theme', true],
      ['theme', false],
      ['theme', true],
    ]);
  });

  it('emits events of the machine', async () => {
    await desktop().power.emit('suspend');
    await desktop().power.emit('resume');
    await desktop().power.emit('lock-screen');
    await desktop().power.onBattery(true);
    const { id } = await desktop().displays.plugIn({ x: 1920, y: 0, width: 2560, height: 1440 }, 2);
    expect(await fixture.call('displays')).toEqual([1920, 2560]);
    await desktop().displays.unplug(id);
    await desktop().system.pressShortcut('Ctrl+Alt+L');
    await desktop().app.openUrl('fixture://endpoint/1');
    expect(await fixture.seen()).toEqual(
      expect.arrayContaining([
        ['suspend'],
        ['resume'],
        ['lock-screen'],
        ['on-battery'],
        ['display-removed', 2560],
        ['shortcut'],
        ['open-url', 'fixture://endpoint/1'],
      ]),
    );
    await fixture.call('external');
    expect(await desktop().system.opened()).toContainEqual({ type: 'external', target: 'https://example.org/' });
  });

  it('seals secrets, unless there is no vault', async () => {
    expect(await fixture.call('seal')).toEqual({ available: true, clear: false, back: 'a secret' });
    await desktop().system.vault(false);
    expect(await fixture.call('sealWithoutVault')).toContain('Encryption is not available');
    await desktop().system.vault(true);
  });
});
