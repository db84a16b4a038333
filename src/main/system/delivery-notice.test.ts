import { expect, it } from 'vitest';
import type { Notice } from '../../contract/model/notices.ts';
import { createDeliveryNotice } from './delivery-notice.ts';

it('is shown from the first refusal until the system shows a notification again', () => {
  const notices: Notice[] = [];
  const report = createDeliveryNotice((notice) => notices.push(notice));
  report(null);
  expect(notices).toEqual([]);
  report('Notifications are not allowed for this application');
  expect(notices).toMatchObject([
    { id: 'notifications', active: true, params: { problem: expect.stringContaining('not allowed') as string } },
  ]);
  report(null);
  report(null);
  expect(notices.map(({ active }) => active)).toEqual([true, false]);
});
