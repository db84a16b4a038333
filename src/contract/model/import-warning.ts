/** Parts of another tool's file that could not be imported exactly, and what happens instead. */
import type { CodeDocs, Message } from './text.ts';

export const IMPORT_WARNINGS = {
  'import.noCounterpart': { meaning: 'Lookout has no such setting.', params: {} },
  'import.unknownField': { meaning: 'The importer does not know the field.', params: {} },
  'import.notRecognized': { meaning: 'No format recognizes a file of a folder.', params: {} },
  'import.notEndpoint': { meaning: 'A part of the file describes no endpoint.', params: {} },
  'import.noKind': { meaning: 'Lookout has no check of this type.', params: { type: 'the type' } },
  'import.invalid': { meaning: 'An endpoint is not valid in Lookout.', params: { problem: 'what is wrong' } },
  'import.invalidField': { meaning: 'A value is not valid in Lookout.', params: { problem: 'what is wrong' } },
  'import.adjusted': {
    meaning: 'A value is outside the range that Lookout accepts.',
    params: { given: 'the value', used: 'the nearest one that Lookout accepts' },
  },
  'import.instead': { meaning: 'Lookout uses something similar.', params: { used: 'what Lookout uses' } },
  'import.renamed': { meaning: 'Another endpoint of the import has this name.', params: { used: 'the new name' } },
  'import.repeated': { meaning: 'The import contains an endpoint twice.', params: {} },
  'import.paused': { meaning: 'A paused endpoint is written to lookout.yaml, which cannot pause.', params: {} },
  'import.upsideDown': { meaning: 'Lookout cannot treat a failure as success.', params: {} },
  'import.notProbe': { meaning: 'A job of Prometheus does not use blackbox_exporter.', params: {} },
  'import.noTargets': { meaning: 'There are modules without targets.', params: {} },
  'import.noModule': { meaning: 'There are targets without a module.', params: {} },
  'import.parameter': { meaning: 'A required parameter has no value.', params: { name: 'the parameter' } },
  'import.variable': { meaning: 'An environment variable is not set.', params: { name: 'the variable' } },
  'import.file': { meaning: 'A value is in another file.', params: { file: 'the file' } },
  'import.noSecret': { meaning: 'The file does not contain a secret.', params: {} },
  'import.noValue': { meaning: 'The file does not contain a value.', params: { name: 'what has no value' } },
  'import.alerting': { meaning: 'Alerts are not imported.', params: {} },
  'import.maintenance': { meaning: 'Maintenance windows are not imported.', params: {} },
  'import.objectives': { meaning: 'Objectives of several endpoints are not imported.', params: {} },
  'import.statusPage': { meaning: 'Status pages are not imported.', params: {} },
  'import.settings': { meaning: 'Settings of the other program are not imported.', params: {} },
  'import.history': { meaning: 'The file has past checks, which are imported only if they are wanted.', params: {} },
  'import.locations': { meaning: 'Lookout has no other locations.', params: {} },
  'import.condition': { meaning: 'A condition cannot be imported.', params: { given: 'the condition' } },
  'import.script': { meaning: 'Lookout runs no scripts.', params: {} },
  'import.schedule': { meaning: 'Lookout has no schedule of this form.', params: { used: 'the interval' } },
  'import.option': { meaning: 'An option of a command line has no counterpart.', params: { name: 'the option' } },
  'import.column': { meaning: 'A column belongs to no field.', params: { name: 'the column' } },
  'import.line': { meaning: 'A line cannot be read.', params: { problem: 'what is wrong' } },
  'import.requestNotSafe': { meaning: 'A request may change data.', params: { name: 'the method' } },
  'import.method': { meaning: 'Lookout does not send this method.', params: { name: 'the method' } },
  'import.secretInText': { meaning: 'A secret is in a field that Lookout shows.', params: {} },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type ImportWarningCode = keyof typeof IMPORT_WARNINGS;

/** A part of a file that is imported differently, or not at all. */
export interface ImportWarning extends Message {
  /** The file, as the person named it. */
  readonly source: string;
  /** The field in it, such as `endpoints[3].client.tunnel`; empty: the whole file. */
  readonly path: string;
}
