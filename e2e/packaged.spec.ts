/** The app as users install it: the packaged app starts from its own folder and works. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder } from './hosts/data-folder.ts';
import { startDouble, whyNoDouble } from './hosts/double.ts';
import type { Host } from './hosts/host.ts';
import { whyNotReal } from './hosts/real.ts';
import { makeDoubleDist, pack, startPacked } from './packed-app.ts';
import { paste, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

type Packed = Pick<Host, 'page' | 'stop' | 'desktop'>;

const runtimes: readonly {
  readonly name: Host['name'];
  readonly skip: string;
  readonly start: (folder: string) => Promise<Packed>;
}[] = [
  {
    name: 'double',
    skip: whyNoDouble,
    async start(folder) {
      const runtime = await makeDoubleDist(join(folder, 'runtime'));
      const program = await pack(runtime, join(folder, 'dist'), { asar: false });
      // As in a release, this loads electron-updater from the bundle. Nothing listens on this port.
      const source = 'provider: generic\nurl: http://127.0.0.1:1/\n';
      await writeFile(join(dirname(program), 'resources', 'app-update.yml'), source);
      return startDouble({ program, dataDir: join(folder, 'data') });
    },
  },
  {
    name: 'electron',
    skip: whyNotReal,
    async start(folder) {
      const program = await pack(join('node_modules', 'electron', 'dist'), join(folder, 'dist'), { asar: true });
      return startPacked(program, join(folder, 'data'));
    },
  },
];

for (const { name, skip, start } of runtimes) {
  describe.skipIf(skip !== '')(`the packed app [${name}${skip === '' ? '' : `: ${skip}`}]`, () => {
    let folder: string;
    let app: Packed;
    let shop: Target;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lookout-packed-'));
      shop = await startTarget();
      app = await start(folder);
    });
    afterAll(async () => {
      const code = await app.stop();
      // On Windows a program can be ended, but not asked to quit.
      if (process.platform !== 'win32') expect(code).toBe(0);
      await shop.stop();
      await removeFolder(folder);
    });

    it('opens its window with the packaged page', async () => {
      await app.page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
      expect(await app.page.evaluate(() => Object.keys(globalThis).filter((key) => key === 'lookout'))).toEqual([
        'lookout',
      ]);
    });

    it.skipIf(name !== 'double')('looks for updates only where it was installed as it was released', async () => {
      const { desktop } = app;
      await desktop?.menu.choose('Help', 'Check for updates…');
      await expect
        .poll(async () => desktop?.dialogs.list())
        .toEqual([
          expect.objectContaining({
            message: expect.stringContaining('can only be updated where its installer put it'),
          }),
        ]);
    });

    it('checks an endpoint and keeps the result', async () => {
      await paste(app.page, [shop.url]);
      await waitForStatus(app.page, `127.0.0.1:${shop.port}`, 'Up');
      await app.page.reload();
      await waitForStatus(app.page, `127.0.0.1:${shop.port}`, 'Up');
    });
  });
}
