/** The phases of a conversation with a mail server. */
import type { PhaseDescriptor } from '../../../../contract/descriptor.ts';

/** Until the server has sent its greeting and its capabilities. */
export const greetingPhase = { name: 'greeting', label: 'Greeting', role: 'wait' } as const satisfies PhaseDescriptor;

/** Looking at the mailbox. */
export const mailboxPhase = { name: 'mailbox', label: 'Mailbox', role: 'transfer' } as const satisfies PhaseDescriptor;

export const signInPhase = {
  name: 'signIn',
  label: 'Sign in',
  role: 'authenticate',
} as const satisfies PhaseDescriptor;
