import type { NativeImage } from 'electron';
import { expect, it } from 'vitest';
import { createTexts } from '../../i18n/texts.ts';
import { createBadge } from './badge.ts';

const { say } = createTexts([]);

function setUp(platform: NodeJS.Platform) {
  const counts: (number | undefined)[] = [];
  const overlays: (readonly [unknown, string])[] = [];
  const windows = [{ setOverlayIcon: (image: NativeImage | null, text: string) => void overlays.push([image, text]) }];
  const badge = createBadge({
    app: {
      setBadgeCount(count) {
        counts.push(count);
        return true;
      },
    },
    platform,
    windows: () => windows,
    loadMark: () => 'mark' as unknown as NativeImage,
    say,
  });
  return { badge, counts, overlays, windows };
}

it.each<NodeJS.Platform>(['linux', 'darwin'])(
  'shows the number on the app’s icon on %s, only when it changes',
  (platform) => {
    const { badge, counts, overlays } = setUp(platform);
    for (const down of [0, 2, 2, 0]) badge.show(down);
    badge.refresh();
    expect(counts).toEqual([2, 0]);
    expect(overlays).toEqual([]);
  },
);

it('marks every window in the taskbar of Windows, also later ones', () => {
  const { badge, counts, overlays, windows } = setUp('win32');
  badge.show(2);
  expect(overlays).toEqual([['mark', '2 down']]);
  windows.push(...windows);
  badge.refresh();
  expect(overlays).toHaveLength(3);
  badge.show(0);
  expect(overlays.at(-1)).toEqual([null, '']);
  expect(counts).toEqual([]);
});
