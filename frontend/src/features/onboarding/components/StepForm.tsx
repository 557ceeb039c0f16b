import type { ReactNode } from 'react';
import { texts } from '@/brand/texts';
import { Button } from '@/ui/Button';
import { ErrorNotice } from '@/ui/ErrorNotice';
import styles from './StepForm.module.css';

interface StepFormProps {
  onSubmit: () => void;
  onBack?: () => void;
  pending: boolean;
  isLast?: boolean;
  error: unknown;
  children: ReactNode;
}

/** What the three steps have in common: fields, a way back, a way on. */
export function StepForm({ onSubmit, onBack, pending, isLast, error, children }: StepFormProps) {
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onSubmit();
      }}
    >
      {children}
      {error !== null && <ErrorNotice error={error} />}
      <div className={styles.actions}>
        {onBack && (
          <Button variant="quiet" size="large" onClick={onBack}>
            {texts.common.back}
          </Button>
        )}
        <Button
          className={styles.next}
          type="submit"
          variant="primary"
          size="large"
          pending={pending}
        >
          {pending && texts.onboarding.saving}
          {!pending && (isLast ? texts.onboarding.finish : texts.onboarding.continue)}
        </Button>
      </div>
    </form>
  );
}
