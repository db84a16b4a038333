/**
 * Every request that crosses a process boundary, one file per domain; `snapshot.ts` defines what is pushed. Electron
 * IPC, HTTP with a WebSocket, and direct calls carry the same requests. `docs/api.md` is generated from these files and
 * from the argument schemas in `engine/requests/`.
 */
import { ENDPOINT_CHANNELS, type EndpointRequests } from './endpoints.ts';
import { CALENDAR_CHANNELS, type CalendarRequests } from './calendar.ts';
import { CHECK_CHANNELS, type CheckRequests } from './checks.ts';
import { IMPORT_CHANNELS, type ImportRequests } from './imports.ts';
import { INCIDENT_CHANNELS, type IncidentRequests } from './incidents.ts';
import { MAINTENANCE_CHANNELS, type MaintenanceRequests } from './maintenance.ts';
import { RECORDING_CHANNELS, type RecordingRequests } from './recordings.ts';
import { STATUS_PAGE_CHANNELS, type StatusPageRequests } from './status-pages.ts';
import { OBJECTIVE_CHANNELS, type ObjectiveRequests } from './objectives.ts';
import { REPORT_CHANNELS, type ReportRequests } from './reports.ts';
import { RESULT_CHANNELS, type ResultRequests } from './results.ts';
import { SETTINGS_CHANNELS, type SettingsRequests } from './settings.ts';
import { ANNOTATION_CHANNELS, type AnnotationRequests } from './annotations.ts';
import { APP_CHANNELS, type AppRequests } from './app.ts';
import { ALERT_CHANNELS, type AlertRequests } from './alerts.ts';
import { BACKUP_CHANNELS, type BackupRequests } from './backups.ts';
import { CONFIG_CHANNELS, type ConfigRequests } from './config.ts';
import { ACCESS_CHANNELS, type AccessRequests } from './access.ts';
import { SOURCE_CHANNELS, type SourceRequests } from './sources.ts';
import { DEMO_CHANNELS, type DemoRequests } from './demo.ts';
import { SOUND_CHANNELS, type SoundRequests } from './sounds.ts';
import { VANTAGE_CHANNELS, type VantageRequests } from './vantages.ts';
import { WHAT_IF_CHANNELS, type WhatIfRequests } from './what-if.ts';
import type { HostChannel, HostRequests } from './host.ts';

/** The arguments and the answer of each request that the engine handles. */
export interface Requests
  extends
    EndpointRequests,
    CheckRequests,
    CalendarRequests,
    IncidentRequests,
    SettingsRequests,
    MaintenanceRequests,
    ObjectiveRequests,
    StatusPageRequests,
    ReportRequests,
    ResultRequests,
    AnnotationRequests,
    ImportRequests,
    AlertRequests,
    SoundRequests,
    WhatIfRequests,
    VantageRequests,
    BackupRequests,
    ConfigRequests,
    DemoRequests,
    RecordingRequests,
    AccessRequests,
    SourceRequests,
    AppRequests {}

export type Channel = keyof Requests;
export type AnyChannel = Channel | HostChannel;

type AllRequests = Requests & HostRequests;

export type Args<C extends AnyChannel> = AllRequests[C]['args'];
export type Answer<C extends AnyChannel> = AllRequests[C]['answer'];

/** One sentence per request, for `docs/api.md`. At run time, this is also the list of requests. */
export const CHANNELS = {
  ...ENDPOINT_CHANNELS,
  ...CHECK_CHANNELS,
  ...CALENDAR_CHANNELS,
  ...INCIDENT_CHANNELS,
  ...SETTINGS_CHANNELS,
  ...MAINTENANCE_CHANNELS,
  ...OBJECTIVE_CHANNELS,
  ...STATUS_PAGE_CHANNELS,
  ...REPORT_CHANNELS,
  ...RESULT_CHANNELS,
  ...ANNOTATION_CHANNELS,
  ...IMPORT_CHANNELS,
  ...ALERT_CHANNELS,
  ...SOUND_CHANNELS,
  ...WHAT_IF_CHANNELS,
  ...VANTAGE_CHANNELS,
  ...BACKUP_CHANNELS,
  ...CONFIG_CHANNELS,
  ...DEMO_CHANNELS,
  ...RECORDING_CHANNELS,
  ...ACCESS_CHANNELS,
  ...SOURCE_CHANNELS,
  ...APP_CHANNELS,
} as const satisfies Record<Channel, string>;
