import type { Channel } from '../../../contract/channels/index.ts';
import { accessHandlers, type AccessHandlerParts } from './access.ts';
import { alertHandlers, type AlertHandlerParts } from './alerts.ts';
import { annotationHandlers, type AnnotationHandlerParts } from './annotations.ts';
import { appHandlers, type AppHandlerParts } from './app.ts';
import { backupHandlers, type BackupHandlerParts } from './backups.ts';
import { calendarHandlers, type CalendarHandlerParts } from './calendar.ts';
import { checkHandlers, type CheckHandlerParts } from './checks.ts';
import { configHandlers, type ConfigHandlerParts } from './config.ts';
import { demoHandlers, type DemoHandlerParts } from './demo.ts';
import { endpointHandlers, type EndpointHandlerParts } from './endpoints.ts';
import { importHandlers, type ImportHandlerParts } from './imports.ts';
import type { HandlersOf } from './handler.ts';
import { incidentHandlers, type IncidentHandlerParts } from './incidents.ts';
import { maintenanceHandlers, type MaintenanceHandlerParts } from './maintenance.ts';
import { recordingHandlers, type RecordingHandlerParts } from './recordings.ts';
import { objectiveHandlers, type ObjectiveHandlerParts } from './objectives.ts';
import { reportHandlers, type ReportHandlerParts } from './reports.ts';
import { resultHandlers, type ResultHandlerParts } from './results.ts';
import { sourceHandlers, type SourceHandlerParts } from './sources.ts';
import { statusPageHandlers, type StatusPageHandlerParts } from './status-pages.ts';
import { settingsHandlers, type SettingsHandlerParts } from './settings.ts';
import { vantageHandlers, type VantageHandlerParts } from './vantages.ts';
import { whatIfHandlers, type WhatIfHandlerParts } from './what-if.ts';

/** The functions that handle every request. */
export type Handlers = HandlersOf<Channel>;

export interface HandlerParts
  extends
    AppHandlerParts,
    EndpointHandlerParts,
    CheckHandlerParts,
    CalendarHandlerParts,
    IncidentHandlerParts,
    SettingsHandlerParts,
    MaintenanceHandlerParts,
    ObjectiveHandlerParts,
    ReportHandlerParts,
    ResultHandlerParts,
    StatusPageHandlerParts,
    AnnotationHandlerParts,
    ImportHandlerParts,
    AlertHandlerParts,
    WhatIfHandlerParts,
    VantageHandlerParts,
    BackupHandlerParts,
    RecordingHandlerParts,
    ConfigHandlerParts,
    AccessHandlerParts,
    SourceHandlerParts,
    DemoHandlerParts {}

export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...appHandlers(parts),
    ...endpointHandlers(parts),
    ...checkHandlers(parts),
    ...calendarHandlers(parts),
    ...incidentHandlers(parts),
    ...settingsHandlers(parts),
    ...maintenanceHandlers(parts),
    ...objectiveHandlers(parts),
    ...reportHandlers(parts),
    ...resultHandlers(parts),
    ...statusPageHandlers(parts),
    ...annotationHandlers(parts),
    ...importHandlers(parts),
    ...alertHandlers(parts),
    ...whatIfHandlers(parts),
    ...vantageHandlers(parts),
    ...backupHandlers(parts),
    ...recordingHandlers(parts),
    ...configHandlers(parts),
    ...demoHandlers(parts),
    ...accessHandlers(parts),
    ...sourceHandlers(parts),
  };
}
