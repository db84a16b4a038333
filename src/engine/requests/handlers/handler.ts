import type { Answer, Args, Channel } from '../../../contract/channels/index.ts';
import type { Caller } from '../../access/api-tokens.ts';

/** The functions that handle these requests. Their arguments have been validated, and the caller may send them. Default: the owner. */
export type HandlersOf<C extends Channel> = {
  readonly [K in C]: (args: Args<K>, caller?: Caller) => Answer<K> | Promise<Answer<K>>;
};
