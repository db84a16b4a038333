import { act, cleanup } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Notice, Notification } from '../../contract/model/notices.ts';
import { renderApp } from '../testing/render-app.tsx';
import { useWindowNotifications } from './use-window-notifications.ts';

const { shown } = vi.hoisted(() => ({ shown: [] as string[] }));
vi.mock('../components/toast.tsx', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  toast: ({ title }: { title: string }) => shown.push(title),
}));

function Listener() {
  useWindowNotifications();
  return null;
}

const DESKTOP = { kind: 'desktop', features: ['notificationSound'] } as const;
const notification: Notification = {
  tag: 'incident-1',
  code: 'incident.up',
  params: { name: 'Shop', downMs: 1000 },
  endpointId: 'e0',
  kind: 'up',
};
const refused = (active: boolean): Notice => ({
  id: 'notifications',
  level: 'warning',
  code: 'notifications.refused',
  params: { problem: 'not allowed' },
  active,
});
describe('notifications in the window', () => {
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    shown.length = 0;
  });

  test('appear when the system refuses them, including the first one that it refused', async () => {
    const { bridge, settle } = await renderApp(<Listener />, DESKTOP);
    act(() => bridge.push({ type: 'notification', notification }));
    await settle();
    expect(shown).toEqual([]);
    act(() => bridge.push({ type: 'notice', notice: refused(true) }));
    await settle();
    expect(shown).toEqual(['Shop is back']);
    act(() => bridge.push({ type: 'notification', notification: { ...notification, tag: 'incident-2' } }));
    await settle();
    expect(shown).toEqual(['Shop is back', 'Shop is back']);
  });

  test('appear when the system refused several before it said so', async () => {
    const { bridge, settle } = await renderApp(<Listener />, DESKTOP);
    const other: Notification = { ...notification, tag: 'incident-2', params: { name: 'Search', downMs: 1000 } };
    act(() => bridge.push({ type: 'notification', notification }));
    act(() => bridge.push({ type: 'notification', notification: other }));
    act(() => bridge.push({ type: 'notice', notice: refused(true) }));
    await settle();
    expect(shown).toEqual(['Shop is back', 'Search is back']);
  });

  test('appear at once in a window that is not rendered, because it is hidden', async () => {
    const { bridge } = await renderApp(<Listener />, DESKTOP);
    const other: Notification = { ...notification, tag: 'incident-2', params: { name: 'Search', downMs: 1000 } };
    // No frame comes, so nothing that has arrived is rendered.
    act(() => bridge.push({ type: 'notification', notification }));
    act(() => bridge.push({ type: 'notice', notice: refused(true) }));
    act(() => bridge.push({ type: 'notification', notification: other }));
    expect(shown).toEqual(['Shop is back', 'Search is back']);
  });

  test('appear when the system refused them while the page was loading', async () => {
    await renderApp(<Listener />, { ...DESKTOP, notices: [refused(true)], notifications: [notification] });
    expect(shown).toEqual(['Shop is back']);
  });

  test('do not appear when the system shows them, and not long after it did', async () => {
    const { bridge, settle } = await renderApp(<Listener />, DESKTOP);
    act(() => bridge.push({ type: 'notification', notification }));
    await settle();
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 11_000);
    act(() => bridge.push({ type: 'notice', notice: refused(true) }));
    await settle();
    expect(shown).toEqual([]);
  });

  test('appear where the system has no notifications', async () => {
    const { bridge, settle } = await renderApp(<Listener />, { kind: 'desktop' });
    act(() => bridge.push({ type: 'notification', notification }));
    await settle();
    expect(shown).toEqual(['Shop is back']);
  });

  test('do not appear with lookout serve', async () => {
    const { bridge, settle } = await renderApp(<Listener />, { kind: 'headless' });
    act(() => bridge.push({ type: 'notification', notification }));
    await settle();
    expect(shown).toEqual([]);
  });
});
