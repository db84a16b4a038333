/** The fields `message` and `expect`, of every kind that talks to a message broker. */
import type { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { textSchema } from '../common.ts';

/** The schemas of a place for messages, such as `topic`, and of what to do there. */
export function messageSchemas(): {
  readonly message: z.ZodDefault<z.ZodString>;
  readonly expect: z.ZodDefault<z.ZodString>;
} {
  return { message: textSchema(10_000).default(''), expect: textSchema(10_000).default('') };
}

/** @param place where messages are, such as "topic" */
export function messageFields(place: string): readonly FormField[] {
  return [
    {
      name: 'message',
      label: 'Message',
      type: 'text',
      section: 'request',
      default: '',
      placeholder: 'ping',
      help: `Published to the ${place}; the check then waits until it comes back. If empty, nothing is published.`,
    },
    {
      name: 'expect',
      label: 'Expected text',
      type: 'text',
      section: 'expect',
      default: '',
      placeholder: 'temperature',
      help: `The check waits for a message of the ${place} that contains this text. If empty, it does not wait for one.`,
    },
  ];
}
