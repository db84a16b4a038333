import { expect, it } from 'vitest';
import type { Notice } from '../../contract/model/notices.ts';
import { createPageNotice } from './page-notice.ts';

it('says what happened, and disappears after a while', async () => {
  const notices: Notice[] = [];
  const notice = createPageNotice((one) => notices.push(one), 1);
  notice.show('crashed');
  expect(notices).toMatchObject([{ id: 'page', active: true }]);
  await expect.poll(() => notices.at(-1)).toMatchObject({ id: 'page', active: false });
  notice.show('hung');
  notice.dispose();
  expect(notices.at(-1)).toMatchObject({ code: 'page.reloaded', params: { reason: 'hung' } });
});
