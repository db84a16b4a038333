import { useHost, useSettings } from '../../live/hooks.ts';
import { useSystemRefusesNotifications } from '../../live/use-window-notifications.ts';
import { BrowserPermission } from './browser-permission.tsx';
import { TextSetting } from './draft-setting.tsx';
import css from './settings.module.css';
import { SwitchSetting } from './switch-setting.tsx';
import { useChange } from './use-change.ts';

export function NotificationsSection() {
  const { notifications, notificationSound, aliveUrl } = useSettings();
  const { features, platform } = useHost();
  const refused = useSystemRefusesNotifications();
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
      {notifications && refused ? (
        <p className={css.note}>
          Your system does not show Lookout’s notifications, so Lookout shows them in its window.
          {platform === 'darwin' ? ' macOS shows only those of signed apps that you allow in System Settings.' : null}
        </p>
      ) : null}
      {notifications ? <BrowserPermission /> : null}
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
