/** A thousand endpoints: all are checked, and only the visible rows are rendered. */
import { expect, it } from 'vitest';
import { describeOnHosts } from './hosts/index.ts';
import { paste, row } from './pages.ts';
import { startTarget } from './targets.ts';

describeOnHosts('a thousand endpoints', (start) => {
  it('are pasted, checked, scrolled and filtered', async () => {
    const target = await startTarget();
    const host = await start();
    try {
      const { page } = host;
      await page.getByRole('textbox', { name: 'Group for all of them' }).fill('Services');
      await paste(
        page,
        Array.from({ length: 1000 }, (_, n) => `${target.url}service-${String(n).padStart(4, '0')}`),
      );
      await page.getByRole('complementary').getByText('All 1,000 up').waitFor({ timeout: 150_000 });
      expect(target.requests).toBeGreaterThanOrEqual(1000);
      const grid = page.getByRole('grid', { name: 'Endpoints' });
      await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('1002');
      await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(60);
      await grid.focus();
      await page.keyboard.press('End');
      await row(page, 'service-0999').waitFor();
      // The header of the group stays below the column headers.
      const heads = page.getByRole('columnheader', { name: 'Name' });
      const group = grid.getByRole('row').filter({ has: page.getByRole('button', { name: 'Services', exact: true }) });
      const distance = async () => {
        const [above, header] = await Promise.all([heads.locator('..').boundingBox(), group.boundingBox()]);
        return (header?.y ?? Infinity) - (above?.y ?? 0) - (above?.height ?? 0);
      };
      await expect.poll(distance).toBeCloseTo(0, 0);
      await page.getByRole('searchbox', { name: 'Filter' }).fill('service-0123');
      await row(page, 'service-0123').waitFor();
      await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('3');
      expect(host.problems).toEqual([]);
    } finally {
      expect(await host.stop()).toBe(0);
      await target.stop();
    }
  });
});
