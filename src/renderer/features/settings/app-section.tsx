import { useHost, useSettings } from '../../live/hooks.ts';
import { NumberSetting } from './draft-setting.tsx';
import { ShortcutSetting } from './shortcut-setting.tsx';
import { SwitchSetting } from './switch-setting.tsx';
import css from './settings.module.css';
import { useChange } from './use-change.ts';

/** Settings of the desktop app. Each is shown only if the host supports it. */
export function AppSection() {
  const settings = useSettings();
  const { features } = useHost();
  const change = useChange();
  return (
    <>
      {features.includes('startAtLogin') ? (
        <SwitchSetting
          label="Start with the system"
          help={
            features.includes('tray')
              ? 'Hidden in the tray, so that it watches from the moment you log in.'
              : 'So that it watches from the moment you log in.'
          }
          checked={settings.startAtLogin}
          onChange={(startAtLogin) => void change({ startAtLogin })}
        />
      ) : null}
      {features.includes('tray') ? (
        <SwitchSetting
          label="Keep watching when the window is closed"
          help="Lookout stays in the tray. Off: closing the window ends it."
          checked={settings.closeToTray}
          onChange={(closeToTray) => void change({ closeToTray })}
        />
      ) : (
        <p className={css.note}>This desktop shows no tray icons, so closing the window quits Lookout.</p>
      )}
      {features.includes('globalShortcut') ? (
        <ShortcutSetting
          label="Show the window from anywhere"
          help="A shortcut that brings Lookout to the front from any program."
          value={settings.globalShortcut}
          onChange={(globalShortcut) => change({ globalShortcut })}
        />
      ) : null}
      {features.includes('pushListener') ? <HeartbeatSettings /> : null}
      {features.includes('battery') ? (
        <SwitchSetting
          label="Check half as often on battery"
          help="Every interval is twice as long until the machine is plugged in again."
          checked={settings.stretchOnBattery}
          onChange={(stretchOnBattery) => void change({ stretchOnBattery })}
        />
      ) : null}
    </>
  );
}

/** The settings for the receiver of heartbeats. */
function HeartbeatSettings() {
  const { pushListener, pushFromNetwork, pushPort } = useSettings();
  const change = useChange();
  return (
    <>
      <SwitchSetting
        label="Receive heartbeats"
        help="Jobs such as backups can report to the addresses that heartbeat endpoints show."
        checked={pushListener}
        onChange={(checked) => void change({ pushListener: checked })}
      />
      {pushListener ? (
        <>
          <SwitchSetting
            label="Receive heartbeats from other computers"
            help="If off, only jobs on this computer can report."
            checked={pushFromNetwork}
            onChange={(checked) => void change({ pushFromNetwork: checked })}
          />
          <NumberSetting
            label="Port for heartbeats"
            help="Jobs report to this port, 1,024 to 65,535."
            value={pushPort}
            onChange={(value) => change({ pushPort: value })}
          />
        </>
      ) : null}
    </>
  );
}
