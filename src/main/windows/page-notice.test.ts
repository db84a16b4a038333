import { expect, it, vi } from 'vitest';
import type { Notice } from '../../contract/model/notices.ts';
import { createPageNotice } from './page-notice.ts';

it('tells what happened, and takes it away after a while', async () => {
  const told: Notice[] = [];
  const notice = createPageNotice((one) => told.push(one), 1);
  notice.tell('crashed');
  expect(told).toMatchObject([{ id: 'page', active: true }]);
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ id: 'page', active: false }));
  notice.tell('hung');
  notice.dispose();
  expect(told.at(-1)?.body).toContain('did not answer');
});
