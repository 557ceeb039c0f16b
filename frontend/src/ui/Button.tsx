import type { ComponentProps, MouseEvent } from 'react';
import styles from './Button.module.css';
import { Spinner } from './Spinner';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: 'medium' | 'large';
  /** Something is under way: the button says so and takes no more clicks, but keeps the focus. */
  pending?: boolean;
}

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'medium', pending = false, ...rest } = props;
  const { type = 'button', disabled, onClick, children, className, ...button } = rest;
  const inert = pending || disabled;

  const onButtonClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) event.preventDefault();
    else onClick?.(event);
  };

  return (
    <button
      {...button}
      type={type}
      className={buttonClass(variant, size, className)}
      aria-disabled={inert || undefined}
      onClick={onButtonClick}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}

/** For links and triggers of other components that are to look like a button. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: 'medium' | 'large' = 'medium',
  more = '',
): string {
  return [styles.button, styles[variant], styles[size], more].filter(Boolean).join(' ');
}
