/** The names of the formats, for what loads no importer, such as the options of the command line. */
export const FORMATS = ['lookout'] as const;

export type Format = (typeof FORMATS)[number];
