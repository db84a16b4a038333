/** The formats of files of check results. */
export const RESULT_FORMATS = ['csv', 'jsonl', 'parquet', 'sqlite'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];
