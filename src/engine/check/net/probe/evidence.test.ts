import { expect, it } from 'vitest';
import { EVIDENCE_CHARACTERS, EVIDENCE_NAMES } from '../../../../contract/model/evidence.ts';
import { EvidenceNotes, evidencePart } from './evidence.ts';

it('makes the parts in their order, without those that are empty or cannot be made', async () => {
  const notes = new EvidenceNotes();
  for (const name of EVIDENCE_NAMES.toReversed()) notes.note(name, () => name);
  const [first, second, third] = EVIDENCE_NAMES;
  notes.note(first, () => Promise.reject(new Error('gone')));
  notes.note(second, () => '');
  notes.note(third, () => Promise.resolve('replaced'));
  expect((await notes.make()).map(({ name, content }) => [name, content])).toEqual([
    [third, 'replaced'],
    ...EVIDENCE_NAMES.slice(3).map((name) => [name, name]),
  ]);
  expect(await new EvidenceNotes().make()).toEqual([]);
});

it('cuts a text to what is kept, and says so', () => {
  const whole = 'x'.repeat(EVIDENCE_CHARACTERS);
  expect(evidencePart('body', whole)).toEqual({ name: 'body', content: whole, cut: false });
  expect(evidencePart('body', `${whole}y`)).toEqual({ name: 'body', content: whole, cut: true });
  for (const name of ['screenshot', 'har'] as const) {
    const large = 'x'.repeat(8 * EVIDENCE_CHARACTERS);
    expect(evidencePart(name, large)).toEqual({ name, content: large, cut: false });
    expect(evidencePart(name, `${large}y`)).toEqual({ name, content: large, cut: true });
  }
});
