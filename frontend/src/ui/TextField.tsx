import type { ComponentProps } from 'react';
import { Field, type FieldProps } from './Field';
import styles from './Field.module.css';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'ref'>, FieldProps {
  /** More than one line, this many to begin with. */
  rows?: number;
  ref?: (element: HTMLInputElement | HTMLTextAreaElement | null) => void;
}

/** A line of text, or a block of it. */
export function TextField({ label, hint, error, rows, required, ref, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(wiring) =>
        rows === undefined ? (
          <input {...input} {...wiring} ref={ref} className={styles.control} />
        ) : (
          <textarea
            {...(input as ComponentProps<'textarea'>)}
            {...wiring}
            ref={ref}
            rows={rows}
            className={styles.control}
          />
        )
      }
    </Field>
  );
}
