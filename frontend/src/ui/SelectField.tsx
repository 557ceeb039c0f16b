import type { ComponentProps } from 'react';
import { Field, type FieldProps } from './Field';
import styles from './Field.module.css';

interface SelectFieldProps extends ComponentProps<'select'>, FieldProps {}

/** The browser's own list: at home on every phone and with every screen reader. */
export function SelectField({ label, hint, error, required, ...select }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(wiring) => <select {...select} {...wiring} className={styles.control} />}
    </Field>
  );
}
