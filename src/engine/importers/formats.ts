/** The names of the formats, for what loads no importer, such as the options of the command line. */
export const FORMATS = ['kuma', 'gatus', 'blackbox', 'csv', 'list', 'curl', 'lookout'] as const;

export type Format = (typeof FORMATS)[number];
