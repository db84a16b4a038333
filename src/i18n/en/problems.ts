/** Why something inside Lookout does not work, in English. */
import type { ProblemCode } from '../../contract/model/problem.ts';

export const problems = {
  'secret.otherFormat': 'It was sealed in a way that this Lookout does not know.',
  'secret.damaged': 'It is damaged.',
  'secret.otherKey': 'It was sealed with another key, or it is damaged.',
  'secret.keyUnreadable': 'The key file {file} cannot be read: {problem}.',
  'secret.keyInvalid':
    '{file} must contain a key of {expectedBytes} in base64, but has {foundBytes}. Restore it from a copy, or delete it and enter the secrets again.',
  'secret.keyNotWritten': 'The key file {file} cannot be written: {problem}.',
  'secret.keyGone': 'The key file {file} is gone.',
  'secret.desktopVault': 'It was sealed by the vault of the desktop app.',
  'secret.vaultRefused': "The system's vault refused it: {problem}.",
  'secret.vaultLocked': "The system's vault does not open it: {problem}.",
} as const satisfies Readonly<Record<ProblemCode, string>>;
