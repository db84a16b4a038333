import { expect, it } from 'vitest';
import type { Notification } from '../../contract/model/notices.ts';
import { RecentNotifications } from './recent-notifications.ts';

const aNotification = (tag: number): Notification => ({
  tag: `${tag}`,
  code: 'app.inTray',
  endpointId: null,
  kind: 'problem',
});

it('keeps the notifications of the last ten seconds, oldest first', () => {
  const recent = new RecentNotifications();
  recent.add(aNotification(1), 1_000);
  recent.add(aNotification(2), 5_000);
  expect(recent.list(11_000)).toEqual([aNotification(1), aNotification(2)]);
  expect(recent.list(11_001)).toEqual([aNotification(2)]);
  recent.add(aNotification(3), 15_001);
  expect(recent.list(15_001)).toEqual([aNotification(3)]);
});

it('keeps the newest 20', () => {
  const recent = new RecentNotifications();
  for (let tag = 0; tag < 30; tag += 1) recent.add(aNotification(tag), 0);
  expect(recent.list(0)).toEqual(Array.from({ length: 20 }, (_, index) => aNotification(index + 10)));
});
