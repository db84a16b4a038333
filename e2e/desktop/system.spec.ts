/** The built desktop app on a desktop that is less friendly than the double usually is. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder } from '../hosts/data-folder.ts';
import { startDouble, whyNoDouble } from '../hosts/double.ts';
import { goTo, keepMessages, waitForStatus } from '../pages.ts';
import { startTarget } from '../targets.ts';
import { ask, changeSettings } from './ask.ts';

describe.skipIf(whyNoDouble !== '')(`a desktop [double${whyNoDouble === '' ? '' : `: ${whyNoDouble}`}]`, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-system-'));
  });
  afterEach(() => removeFolder(folder));
  const readLog = (): Promise<string> => readFile(join(folder, 'data', 'desktop', 'logs', 'lookout.log'), 'utf8');

  it('that never reports that a window has painted gets a window, and links work', async () => {
    const host = await startDouble({ dataDir: join(folder, 'data'), settings: { readyToShow: false } });
    await expect.poll(async () => (await host.desktop.windows.list())[0]?.visible).toBe(true);
    const input = { kind: 'tcp', host: '127.0.0.1', port: 9, name: 'Linked' };
    const [endpoint] = await ask(host.page, 'endpoints.create', { endpoints: [input] });
    const link = `lookout://endpoint/${endpoint?.id}`;
    expect((await host.app.secondInstance(['--data-dir', host.dataDir, link])).code).toBe(0);
    await host.page.getByRole('heading', { name: 'Linked' }).waitFor();
    expect(await host.stop()).toBe(0);
  });

  it('that shows no tray icons gets no hidden window: closing it quits, and Settings says so', async () => {
    const host = await startDouble({ dataDir: join(folder, 'data'), settings: { tray: 'hidden' } });
    await goTo(host.page, 'Settings');
    await host.page.getByText('This desktop shows no tray icons').waitFor();
    await host.desktop.windows.close();
    expect(await host.app.exited).toBe(0);
    expect(host.app.problems).toEqual([]);
  });

  it('that refuses notifications gets them in the window', async () => {
    const host = await startDouble({ dataDir: join(folder, 'data'), settings: { notifications: 'refused' } });
    // A page that is still loading cannot show a notification.
    await host.page.getByRole('button', { name: 'Try the demo' }).waitFor();
    // Nothing listens on port 1 of this machine. A first check that was disturbed does not count.
    const input = { kind: 'tcp', host: '127.0.0.1', port: 1, retries: 0, interval: '1s', name: 'Refused' };
    await keepMessages(host.page);
    await ask(host.page, 'endpoints.create', { endpoints: [input] });
    await host.page.getByText('Your system does not show Lookout’s notifications').waitFor();
    await host.page.getByText('Refused is down').first().waitFor();
    expect(await host.desktop.notifications.list()).toEqual([]);
    // Settings says what to do, and the test of a channel is shown in the window, too.
    await goTo(host.page, 'Settings');
    await host.page.getByText('so Lookout shows them in its window').waitFor();
    await ask(host.page, 'channels.test', { channel: { kind: 'desktop', name: 'Here' } });
    await host.page.getByText('Test message from Lookout').first().waitFor();
    expect(await host.desktop.notifications.list()).toEqual([]);
    expect(await host.stop()).toBe(0);
  });

  it('that installs an update closes the window, which otherwise hides', async () => {
    const host = await startDouble({ dataDir: join(folder, 'data') });
    await changeSettings(host.page, { closeToTray: true });
    await host.desktop.app.installUpdate();
    expect(await host.app.exited).toBe(0);
    expect(host.app.problems).toEqual([]);
  });

  it('whose session ends waits until Lookout has quit in order', async () => {
    const host = await startDouble({ dataDir: join(folder, 'data') });
    await changeSettings(host.page, { closeToTray: true });
    const target = await startTarget();
    await ask(host.page, 'endpoints.create', { endpoints: [{ kind: 'http', url: target.url, interval: '1h' }] });
    // Results wait up to two seconds before they are written.
    await waitForStatus(host.page, target.url, 'Up');
    expect(await host.desktop.power.endSession('shutdown')).toBe(true);
    expect(await host.app.exited).toBe(0);
    expect(host.app.problems).toEqual([]);
    await target.stop();
    expect(await readLog()).not.toMatch(/ error /u);
    const database = new DatabaseSync(join(folder, 'data', 'lookout.db'), { readOnly: true });
    // The result is in the journal.
    expect(database.prepare('SELECT count(*) AS entries FROM journal').all()).toEqual([{ entries: 1 }]);
    database.close();
  });

  it('whose terminal is closed does not cause errors', async () => {
    const host = await startDouble({ dataDir: join(folder, 'data') });
    host.app.closeOutput();
    for (const event of ['suspend', 'resume', 'suspend', 'resume'] as const) await host.desktop.power.emit(event);
    await expect.poll(async () => (await readLog()).match(/is awake/gu)?.length).toBe(2);
    expect(await host.stop()).toBe(0);
    expect(await readLog()).not.toMatch(/ error |EPIPE/u);
  });
});
