/**
 * Texts for people cross process boundaries as a code with parameters. The page, the command line and the desktop shell
 * turn it into text (`src/i18n/`), each in the language of its reader.
 */

/**
 * A value that a text mentions. It is data and never part of the text's syntax. The name says how it is written:
 *
 * - `…Ms`: milliseconds, written as a duration; `…At`: epoch milliseconds, written as date and time; `…On`: the same,
 *   written as a date; `…Bytes`: bytes, written in the largest fitting unit
 * - `options`: a list whose entries are alternatives, written with "or"; every other list is written with commas
 * - `reason`: one of a fixed list of words, or the code of a system error; never text that somebody else sent
 * - a value that does not apply is null or left out
 */
export type Param = string | number | boolean | null | readonly string[] | Message | readonly Message[];

/** Parameters by name. */
export type Params = Readonly<Record<string, Param>>;

/** A text for a person, as a code with parameters. */
export interface Message {
  /** Stable: a code is never renamed and never given a second meaning. */
  readonly code: string;
  /** Absent: the code has none. */
  readonly params?: Params;
  /** The check kind that the code, or the field it mentions, belongs to; absent: none, or known from the context. */
  readonly kind?: string;
  /** The phase in which a failure happened. */
  readonly phase?: string;
}

/** Documentation of parameters by name: a few words each, such as `the host name`. */
export type ParamDocs = Readonly<Record<string, string>>;

/** What a code means, for the documentation. */
export interface CodeDocs {
  /** One sentence. */
  readonly meaning: string;
  readonly params: ParamDocs;
}

/** The parameters that documentation declares. One that does not apply may be left out. */
export type ParamsOf<Docs extends CodeDocs | Pick<CodeDocs, 'params'>> = {
  readonly [Name in keyof Docs['params']]?: Param | undefined;
};
