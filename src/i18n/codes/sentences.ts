/**
 * The codes of texts that no process sends to another: the command line, the tray and the page make them themselves.
 */
import type { ParamsOf } from '../../contract/model/text.ts';
import type { ALERTS } from './alerts.ts';
import type { ANNOTATIONS } from './annotations.ts';
import type { HEALTH } from './health.ts';
import type { HISTORY } from './history.ts';
import type { TRAY } from './tray.ts';
import type { USAGE } from './usage.ts';

type Sentences = typeof ALERTS & typeof ANNOTATIONS & typeof HEALTH & typeof HISTORY & typeof TRAY & typeof USAGE;

export type SentenceCode = keyof Sentences;

/** The parameters of a sentence. None is required: a missing one reads as none. */
export type SentenceParams<Code extends SentenceCode> = ParamsOf<Sentences[Code]>;

/** Makes the text of a sentence. */
export type Say = <Code extends SentenceCode>(code: Code, params?: SentenceParams<Code>) => string;
