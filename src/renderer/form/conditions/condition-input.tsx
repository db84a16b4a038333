/** A text field for a condition, with suggestions while a person types. */
import { CompletingInput, type CompletingInputProps } from '../completing-input.tsx';
import { useConditionAid } from './aid.ts';
import { complete } from './complete.ts';

export function ConditionInput(props: Omit<CompletingInputProps, 'complete' | 'multiline'>) {
  const aid = useConditionAid();
  return <CompletingInput {...props} complete={(text, at) => (aid === null ? null : complete(text, at, aid))} />;
}
