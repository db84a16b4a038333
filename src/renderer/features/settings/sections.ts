/** The sections of the settings, in order; each has an address, `#/settings/ID`. */
import type { HostInfo } from '../../../contract/model/host.ts';

export interface SettingsSection {
  readonly id:
    | 'appearance'
    | 'notifications'
    | 'sources'
    | 'defaults'
    | 'limits'
    | 'history'
    | 'statusPages'
    | 'access'
    | 'app'
    | 'data'
    | 'about';
  readonly title: string;
  /** Search words besides the title. */
  readonly words: string;
  /** Whether this host has settings of this section. */
  readonly shown: (host: HostInfo) => boolean;
}

const always = () => true;
const APP_FEATURES = ['tray', 'startAtLogin', 'globalShortcut', 'pushListener', 'battery'] as const;

export const SECTIONS: readonly SettingsSection[] = [
  { id: 'appearance', title: 'Appearance', words: 'theme dark light colours', shown: always },
  {
    id: 'app',
    title: 'App',
    words: 'start login tray close window shortcut battery power heartbeat push jobs port',
    shown: ({ features }) => APP_FEATURES.some((feature) => features.includes(feature)),
  },
  { id: 'notifications', title: 'Notifications', words: 'alerts sound', shown: always },
  { id: 'sources', title: 'Sources', words: 'remote lookouts servers sites address token connection', shown: always },
  { id: 'defaults', title: 'New endpoints', words: 'defaults interval timeout retries', shown: always },
  { id: 'limits', title: 'Limits', words: 'concurrency gate host at one time', shown: always },
  { id: 'history', title: 'History', words: 'retention keep days results incidents', shown: always },
  {
    id: 'statusPages',
    title: 'Status pages',
    words: 'public page badge feed rss post incident maintenance',
    // Only a host that answers requests over HTTP can show them to others.
    shown: ({ kind }) => kind === 'headless',
  },
  {
    id: 'access',
    title: 'Access',
    words: 'tokens api scope audit log who changed permissions',
    // The desktop app has no address that others could use.
    shown: ({ kind }) => kind === 'headless',
  },
  {
    id: 'data',
    title: 'Data',
    words: 'folder backup restore config file logs diagnostics secrets passwords vault',
    shown: always,
  },
  { id: 'about', title: 'About', words: 'version licenses credits', shown: always },
];
