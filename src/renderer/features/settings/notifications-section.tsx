import { useHost, useSettings } from '../../live/hooks.ts';
import { BrowserPermission } from './browser-permission.tsx';
import { SwitchSetting } from './switch-setting.tsx';
import { useChange } from './use-change.ts';

export function NotificationsSection() {
  const { notifications, notificationSound } = useSettings();
  const { features } = useHost();
  const change = useChange();
  return (
    <>
      <SwitchSetting
        label="Notify when an endpoint goes down or comes back"
        help="After its retries, once per incident."
        checked={notifications}
        onChange={(on) => void change({ notifications: on })}
      />
      {notifications && features.includes('notificationSound') ? (
        <SwitchSetting
          label="With the system’s sound"
          checked={notificationSound}
          onChange={(on) => void change({ notificationSound: on })}
        />
      ) : null}
      {notifications ? <BrowserPermission /> : null}
    </>
  );
}
