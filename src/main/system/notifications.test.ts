import { EventEmitter } from 'node:events';
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Notification } from '../../contract/model/notices.ts';
import { createFakeTime } from '../../engine/testing/fake-ports.ts';
import { createTexts } from '../../i18n/texts.ts';
import { createNotifications } from './notifications.ts';

const texts = createTexts([]);

class Double extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  state: 'made' | 'shown' | 'closed' = 'made';

  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  show(): void {
    this.state = 'shown';
    this.emit('show');
  }

  close(): void {
    this.state = 'closed';
    this.emit('close');
  }
}

function setUp(fail = false, sound = true) {
  const time = createFakeTime();
  const made: Double[] = [];
  const opened: unknown[] = [];
  const acted: unknown[] = [];
  const logged: string[] = [];
  /** Null: it was shown. */
  const deliveries: (string | null)[] = [];
  const notifications = createNotifications({
    create(options) {
      if (fail) throw new Error('no notification daemon');
      const double = new Double(options);
      made.push(double);
      return double as unknown as ElectronNotification;
    },
    icon: '/icon.png',
    texts,
    sound: () => sound,
    nameOf: (id) => `Name ${id}`,
    onOpen: (path) => opened.push(path),
    onAction: (action, endpointId) => acted.push([action, endpointId]),
    onDelivery: (problem) => deliveries.push(problem),
    timers: time.timers,
    now: () => time.clock.mono(),
    log: (_level, message) => logged.push(message),
  });
  return { notifications, made, opened, acted, logged, deliveries, time };
}
const down: Notification = {
  tag: 'incident-1',
  code: 'incident.down',
  params: { name: 'a', cause: { code: 'local.bug' } },
  endpointId: 'a',
  kind: 'down',
};
const up: Notification = {
  tag: 'incident-1',
  code: 'incident.up',
  params: { name: 'a', downMs: 300_000 },
  endpointId: 'a',
  kind: 'up',
};

it('shows a notification; a click on it opens the endpoint', () => {
  const { notifications, made, opened } = setUp();
  notifications.notify(down);
  expect(made[0]).toMatchObject({
    state: 'shown',
    options: { title: 'a is down', body: texts.failure({ code: 'local.bug' }) },
  });
  made[0]?.emit('click');
  expect(opened).toEqual(['/endpoint/a']);
});

it('has buttons to acknowledge, to open and to silence trouble, and none when it is over', () => {
  const { notifications, made, opened, acted } = setUp();
  notifications.notify(down);
  expect(made[0]?.options).toMatchObject({
    groupId: 'endpoints',
    actions: [
      { type: 'button', text: 'Acknowledge' },
      { type: 'button', text: 'Open' },
      { type: 'button', text: 'Silence 1 h' },
    ],
  });
  for (const actionIndex of [0, 1, 2]) made[0]?.emit('action', { actionIndex });
  expect(acted).toEqual([
    ['acknowledge', 'a'],
    ['silence', 'a'],
  ]);
  expect(opened).toEqual(['/endpoint/a']);
  notifications.notify(up);
  expect(made[1]?.options.actions).toEqual([]);
});

it('replaces the notification about an incident’s start by the one about its end', () => {
  const { notifications, made } = setUp();
  notifications.notify(down);
  notifications.notify({ ...down, tag: 'incident-2' });
  notifications.notify(up);
  expect(made.map(({ state }) => state)).toEqual(['closed', 'shown', 'shown']);
});

it('keeps the later notification when the earlier one reports that it was closed', () => {
  const { notifications, made } = setUp();
  notifications.notify(down);
  notifications.notify(up);
  made[0]?.emit('close');
  notifications.dispose();
  expect(made.map(({ state }) => state)).toEqual(['closed', 'closed']);
});

it('closes its notifications on dispose, and shows none after it', () => {
  const { notifications, made } = setUp();
  notifications.notify(down);
  notifications.notify({ ...down, tag: 'incident-2' });
  notifications.dispose();
  notifications.notify({ ...down, tag: 'incident-3' });
  expect(made.map(({ state }) => state)).toEqual(['closed', 'closed']);
});

it('never throws: it logs and reports what the system refuses', () => {
  const { notifications, logged, deliveries } = setUp(true);
  notifications.notify(down);
  expect(logged).toEqual(['A notification could not be shown']);
  expect(deliveries).toEqual(['no notification daemon']);
});

it('reports each notification that the system shows or refuses later', () => {
  const { notifications, made, logged, deliveries } = setUp();
  notifications.notify(down);
  made[0]?.emit('failed', {}, 'not allowed');
  expect(logged).toEqual(['A notification could not be shown']);
  expect(deliveries).toEqual([null, 'not allowed']);
});

it('does nothing where the system has no notifications', () => {
  const logged: string[] = [];
  const none = createNotifications({
    create: null,
    icon: '',
    texts,
    sound: () => true,
    nameOf: () => undefined,
    onOpen: () => {},
    onAction: () => {},
    onDelivery: () => {},
    timers: createFakeTime().timers,
    now: () => 0,
    log: (_l, message) => logged.push(message),
  });
  none.notify(down);
  none.dispose();
  expect(logged).toEqual([]);
});

describe('many at once', () => {
  const downs = (from: number, to: number): Notification[] =>
    Array.from({ length: to - from }, (_, n) => ({ ...down, tag: `incident-${from + n}`, endpointId: `e${from + n}` }));
  const open = (made: readonly Double[]) => made.filter(({ state }) => state === 'shown').map(({ options }) => options);

  it('are one notification with their number and names', async () => {
    const { notifications, made, opened, time } = setUp();
    for (const one of downs(0, 7)) notifications.notify(one);
    await time.advance(500);
    expect(open(made)).toMatchObject([
      { title: '7 endpoints are down', body: 'Name e0, Name e1, Name e2, Name e3, Name e4 and 2 more', silent: false },
    ]);
    expect(made).toHaveLength(3 + 1);
    made.at(-1)?.emit('click');
    expect(opened).toEqual(['/incidents']);
    notifications.dispose();
    expect(time.pending).toBe(0);
  });

  it('update it silently while more come, and are single again after a pause', async () => {
    const { notifications, made, time } = setUp();
    for (const one of downs(0, 4)) notifications.notify(one);
    await time.advance(4000);
    for (const one of downs(4, 6)) notifications.notify(one);
    await time.advance(500);
    expect(open(made)).toMatchObject([{ title: '6 endpoints are down', silent: true }]);
    await time.advance(5001);
    for (const one of downs(6, 7)) notifications.notify(one);
    expect(open(made).map(({ title }) => title)).toEqual(['6 endpoints are down', 'a is down']);
  });

  it('are not those that come slowly', async () => {
    const { notifications, made, time } = setUp();
    for (const one of downs(0, 10)) {
      notifications.notify(one);
      await time.advance(2000);
    }
    expect(open(made)).toHaveLength(10);
  });

  it('are counted separately for down and up', async () => {
    const { notifications, made, time } = setUp();
    for (const one of downs(0, 3)) notifications.notify(one);
    for (const one of downs(0, 3)) notifications.notify({ ...up, tag: one.tag, endpointId: one.endpointId });
    await time.advance(500);
    expect(open(made).map(({ title }) => title)).toEqual(['a is back', 'a is back', 'a is back']);
    notifications.notify({ ...down, tag: 'incident-9', kind: 'up', endpointId: 'e9' });
    await time.advance(500);
    expect(open(made).map(({ title }) => title)).toEqual(['4 endpoints are back']);
  });

  it('do not include problems of Lookout itself, and are not shown after dispose', async () => {
    const { notifications, made, time } = setUp();
    for (const one of downs(0, 5)) notifications.notify({ ...one, kind: 'problem', endpointId: null });
    expect(open(made)).toHaveLength(5);
    for (const one of downs(10, 15)) notifications.notify(one);
    notifications.dispose();
    await time.advance(1000);
    expect(open(made)).toEqual([]);
  });
});

it('makes no sound when the setting is off', () => {
  const { notifications, made } = setUp(false, false);
  notifications.notify(down);
  expect(made[0]?.options.silent).toBe(true);
});
