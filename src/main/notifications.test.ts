import { EventEmitter } from 'node:events';
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import type { Notification } from '../contract/model.ts';
import { createNotifications } from './notifications.ts';

class Double extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  state: 'made' | 'shown' | 'closed' = 'made';

  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  show(): void {
    this.state = 'shown';
  }

  close(): void {
    this.state = 'closed';
    this.emit('close');
  }
}

function setUp(fail = false) {
  const made: Double[] = [];
  const opened: unknown[] = [];
  const logged: string[] = [];
  const notifications = createNotifications({
    create(options) {
      if (fail) throw new Error('no notification daemon');
      const double = new Double(options);
      made.push(double);
      return double as unknown as ElectronNotification;
    },
    icon: '/icon.png',
    onOpen: (id) => opened.push(id),
    log: (_level, message) => logged.push(message),
  });
  return { notifications, made, opened, logged };
}
const down: Notification = { tag: 'incident-1', title: 'a is down', body: 'Refused.', endpointId: 'a', kind: 'down' };
const up: Notification = { tag: 'incident-1', title: 'a is up', body: 'After 5 min.', endpointId: 'a', kind: 'up' };

it('shows what it is told, and a click leads to the endpoint', () => {
  const { notifications, made, opened } = setUp();
  notifications.notify(down);
  expect(made[0]).toMatchObject({ state: 'shown', options: { title: 'a is down', body: 'Refused.' } });
  made[0]?.emit('click');
  expect(opened).toEqual(['a']);
});

it('puts the end of an incident in the place of its beginning', () => {
  const { notifications, made } = setUp();
  notifications.notify(down);
  notifications.notify({ ...down, tag: 'incident-2' });
  notifications.notify(up);
  expect(made.map(({ state }) => state)).toEqual(['closed', 'shown', 'shown']);
});

it('does not let the close of the earlier one forget the later', () => {
  const { notifications, made } = setUp();
  notifications.notify(down);
  notifications.notify(up);
  made[0]?.emit('close');
  notifications.dispose();
  expect(made.map(({ state }) => state)).toEqual(['closed', 'closed']);
});

it('takes away what is shown when it ends, and shows nothing after', () => {
  const { notifications, made } = setUp();
  notifications.notify(down);
  notifications.notify({ ...down, tag: 'incident-2' });
  notifications.dispose();
  notifications.notify({ ...down, tag: 'incident-3' });
  expect(made.map(({ state }) => state)).toEqual(['closed', 'closed']);
});

it('never throws: what the system refuses is logged', () => {
  const { notifications, logged } = setUp(true);
  notifications.notify(down);
  expect(logged).toEqual(['A notification could not be shown']);
  const { notifications: others, made, logged: alsoLogged } = setUp();
  others.notify(down);
  made[0]?.emit('failed', {}, 'not allowed');
  expect(alsoLogged).toEqual(['A notification could not be shown']);
});

it('does nothing where the system has no notifications', () => {
  const logged: string[] = [];
  const none = createNotifications({
    create: null,
    icon: '',
    onOpen: () => {},
    log: (_l, message) => logged.push(message),
  });
  none.notify(down);
  none.dispose();
  expect(logged).toEqual([]);
});
