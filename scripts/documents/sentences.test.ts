import { describe, expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

describe('sentencesOf', () => {
  it.each<[string, string[]]>([
    ['{name} does not exist.', ['{name} does not exist.']],
    ["Braces '{' and quotes '' are text.", ["Braces { and quotes ' are text."]],
    ['At most {max, plural, one {# tag} other {# tags}}.', ['At most {max} tags.']],
    ['{size, number} of {max, number}', ['{size} of {max}']],
    ['{reason, select, full {Full.} other {Broken.}}', ['Full.', 'Broken.']],
    [
      `{a, select, x {X} other {Y}} is
        {b, select, none {none} other {{b}}}.`,
      ['X is none.', 'X is {b}.', 'Y is none.', 'Y is {b}.'],
    ],
  ])('%s', (text, sentences) => expect(sentencesOf(text)).toEqual(sentences));

  it('gives an argument one value in the whole sentence', () => {
    const text =
      '{why, select, full {Full.} damaged {Damaged.} other {Else.}} {why, select, full {Delete.} other {Restore.}}';
    expect(sentencesOf(text)).toEqual(['Full. Delete.', 'Damaged. Restore.', 'Else. Restore.']);
  });

  it('throws for a text that is not a message', () => {
    expect(() => sentencesOf('{name')).toThrow(SyntaxError);
  });
});
