import type { Answer, Args, Channel } from '../../../contract/channels/index.ts';

/** The functions that handle these requests. Their arguments have been validated. */
export type HandlersOf<C extends Channel> = { readonly [K in C]: (args: Args<K>) => Answer<K> | Promise<Answer<K>> };
