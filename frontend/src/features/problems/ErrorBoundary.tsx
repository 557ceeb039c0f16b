import { Component, type ReactNode } from 'react';
import { FailurePage } from './FailurePage';

interface ErrorBoundaryState {
  failure: { error: unknown } | null;
}

/** Catches what a page throws while it renders, which is a bug. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === null ? this.props.children : <FailurePage error={failure.error} />;
  }
}
