import type { ReactNode } from 'react';
import { useHost, useSettings } from '../../engine/hooks.ts';
import { Field } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ToggleGroup } from '../../ui/toggle-group.tsx';
import { useCommand } from '../../ui/toast.tsx';
import type { Settings } from '../../../contract/model.ts';
import { BrowserPermission } from './browser-permission.tsx';
import { NumberSetting } from './number-setting.tsx';
import css from './settings.module.css';

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Settings['theme']; label: string }[];

export function SettingsView() {
  const settings = useSettings();
  const host = useHost();
  const command = useCommand();
  const change = async (settings: Partial<Settings>) => {
    await command('Could not change the setting', 'settings.update', { settings });
  };
  return (
    <Page title="Settings">
      <div className={css.column}>
        <Section title="Notifications">
          <Field
            inline
            label="Notify when an endpoint goes down or comes back"
            help="After its retries, once per incident."
          >
            {({ id, describedBy }) => (
              <Switch
                id={id}
                describedBy={describedBy}
                checked={settings.notifications}
                onChange={(notifications) => void change({ notifications })}
              />
            )}
          </Field>
          {settings.notifications ? <BrowserPermission /> : null}
        </Section>
        <Section title="Appearance">
          <div className={css.line}>
            <span className={css.label}>Theme</span>
            <ToggleGroup
              label="Theme"
              value={settings.theme}
              options={THEMES}
              onChange={(theme) => void change({ theme })}
            />
          </div>
          {host.kind === 'desktop' ? (
            <Field inline label="Keep watching when the window is closed" help="Lookout stays in the tray.">
              {({ id, describedBy }) => (
                <Switch
                  id={id}
                  describedBy={describedBy}
                  checked={settings.closeToTray}
                  onChange={(closeToTray) => void change({ closeToTray })}
                />
              )}
            </Field>
          ) : null}
        </Section>
        <Section title="Limits">
          <NumberSetting
            label="Checks at one time"
            help="Over all endpoints, 1 to 10,000. What is due beyond that waits, and the wait is not counted as latency."
            value={settings.maxConcurrent}
            onChange={(maxConcurrent) => change({ maxConcurrent })}
          />
          <NumberSetting
            label="Checks at one time to one host"
            help="So that Lookout never overloads what it watches, 1 to 10,000."
            value={settings.maxPerHost}
            onChange={(maxPerHost) => change({ maxPerHost })}
          />
        </Section>
        <Section title="History">
          <NumberSetting
            label="Keep single results for"
            unit="days"
            help="1 to 365. Failures and their evidence are kept longer, with the incidents."
            value={settings.keepResultsDays}
            onChange={(keepResultsDays) => change({ keepResultsDays })}
          />
          <NumberSetting
            label="Keep hourly figures and incidents for"
            unit="days"
            help="1 to 3,650."
            value={settings.keepHistoryDays}
            onChange={(keepHistoryDays) => change({ keepHistoryDays })}
          />
        </Section>
        <Section title="About">
          <dl className={css.facts}>
            <Fact name="Version">Lookout {host.version}</Fact>
            <Fact name="Runs as">
              {host.kind === 'desktop' ? 'desktop app' : host.kind === 'headless' ? 'headless host' : host.kind} on{' '}
              {host.platform}
            </Fact>
            <Fact name="Data folder">
              <code>{host.dataDir}</code>
            </Fact>
            <Fact name="Config file">{host.configFile === null ? 'none' : <code>{host.configFile}</code>}</Fact>
          </dl>
        </Section>
      </div>
    </Page>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2 className={css.title}>{title}</h2>
      <div className={css.card}>{children}</div>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
