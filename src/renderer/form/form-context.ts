/** The context that a field of a form may need about other fields. */
import { createContext, use } from 'react';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { FormValues } from './form-model.ts';

export interface FormContextValue {
  readonly form: KindDescriptor;
  readonly values: FormValues;
  /** Why the engine refused the endpoint. */
  readonly issues: readonly Issue[];
  /** Changes several fields at once. */
  readonly change: (values: FormValues) => void;
}

export const FormContext = createContext<FormContextValue | null>(null);

export function useFormContext(): FormContextValue | null {
  return use(FormContext);
}
