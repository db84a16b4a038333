import { Component, type ErrorInfo, type ReactNode } from 'react';
import { OctagonX } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Shows an error message in place of a view that failed. The rest of the app continues. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    reportError(new Error(`A view failed:${info.componentStack ?? ''}`, { cause: error }));
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <EmptyState
        icon={OctagonX}
        title="Something went wrong"
        action={<Button onClick={() => this.setState({ error: null })}>Try again</Button>}
      >
        <p>This is a bug in Lookout. Checks continue. The error: {error.message}</p>
      </EmptyState>
    );
  }
}
