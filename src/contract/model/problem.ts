/** Why something inside Lookout does not work: said within a failure, a notice or a refusal, or on its own. */
import type { CodeDocs } from './text.ts';

export const PROBLEMS = {
  'secret.otherFormat': { meaning: 'The secret was sealed in a way that this Lookout does not know.', params: {} },
  'secret.damaged': { meaning: 'The sealed secret is damaged.', params: {} },
  'secret.otherKey': { meaning: 'The secret was sealed with another key, or it is damaged.', params: {} },
  'secret.keyUnreadable': {
    meaning: 'The key file cannot be read.',
    params: { file: 'the key file', problem: "the system's error" },
  },
  'secret.keyInvalid': {
    meaning: 'The key file does not contain a key.',
    params: { file: 'the key file', expectedBytes: 'the length of a key', foundBytes: 'what is there' },
  },
  'secret.keyNotWritten': {
    meaning: 'The key file cannot be written.',
    params: { file: 'the key file', problem: "the system's error" },
  },
  'secret.keyGone': { meaning: 'The key file is gone.', params: { file: 'the key file' } },
  'secret.desktopVault': { meaning: 'The secret was sealed by the vault of the desktop app.', params: {} },
  'secret.vaultRefused': {
    meaning: "The system's vault did not seal the secret.",
    params: { problem: "the system's error" },
  },
  'secret.vaultLocked': {
    meaning: "The system's vault did not open the secret.",
    params: { problem: "the system's error" },
  },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type ProblemCode = keyof typeof PROBLEMS;
