import { useAllEndpoints } from '../live/hooks.ts';
import { CompletingInput } from './completing-input.tsx';
import { completeEndpointNames } from './endpoint-names.ts';

export interface EndpointNamesInputProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
  readonly placeholder: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A comma-separated list of endpoints, which suggests names, groups and tags. */
export function EndpointNamesInput(props: EndpointNamesInputProps) {
  const endpoints = useAllEndpoints();
  return (
    <CompletingInput
      {...props}
      complete={(text, at) =>
        completeEndpointNames(
          text,
          at,
          [...endpoints.values()].map(({ endpoint }) => endpoint.config),
        )
      }
    />
  );
}
