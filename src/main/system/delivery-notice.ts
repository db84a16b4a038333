import type { Notice } from '../../contract/model/notices.ts';

/**
 * Shows a notice while the system refuses Lookout's notifications. Pages then show them themselves.
 * @returns call it with the system's reason; null: a notification was shown
 */
export function createDeliveryNotice(setNotice: (notice: Notice) => void): (problem: string | null) => void {
  let active = false;
  return (problem) => {
    if (problem === null && !active) return;
    active = problem !== null;
    setNotice({
      id: 'notifications',
      level: 'warning',
      code: 'notifications.refused',
      ...(problem === null ? {} : { params: { problem } }),
      active,
    });
  };
}
