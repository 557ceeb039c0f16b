import { type ReactNode, useId } from 'react';
import { texts } from '@/brand/texts';
import styles from './Field.module.css';

export interface FieldProps {
  label: string;
  hint?: string;
  error?: string;
  required?: boolean;
}

/** What ties a control to its label, hint and error for those who don't see them. */
interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

interface FieldFrameProps extends FieldProps {
  children: (wiring: Wiring) => ReactNode;
}

/** A label above, the control, its hint and its error below. */
export function Field({ label, hint, error, required, children }: FieldFrameProps) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <div className={styles.heading}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {!required && <span className={styles.hint}>{texts.common.optional}</span>}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required || undefined,
      })}
      {error && (
        <p className={styles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
