import type { ReactNode } from 'react';
import styles from './DialogForm.module.css';
import { ErrorNotice } from './ErrorNotice';

interface DialogFormProps {
  onSubmit: () => void;
  pending: boolean;
  error: unknown;
  children: ReactNode;
}

export function DialogForm({ onSubmit, pending, error, children }: DialogFormProps) {
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onSubmit();
      }}
    >
      {error !== null && <ErrorNotice error={error} />}
      {children}
    </form>
  );
}
