import { useHost, useSettings } from '../../live/hooks.ts';
import { NotificationPermission } from '../../live/notification-permission.tsx';
import { TextSetting } from './draft-setting.tsx';
import { SwitchSetting } from './switch-setting.tsx';
import { useChange } from './use-change.ts';

export function NotificationsSection() {
  const { notifications, notificationSound, aliveUrl } = useSettings();
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
      {notifications ? <NotificationPermission /> : null}
      <TextSetting
        label="Dead man’s switch"
        help="Lookout calls this URL each minute while it works. A service such as healthchecks.io can notify you when the calls stop. Empty: none."
        placeholder="https://hc-ping.com/…"
        value={aliveUrl}
        onChange={async (value) => {
          await change({ aliveUrl: value });
        }}
      />
    </>
  );
}
