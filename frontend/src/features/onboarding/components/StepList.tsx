import { texts } from '@/brand/texts';
import type { Progress } from '@/core/api/openapi';
import { STEPS, type StepName } from '../steps';
import styles from './StepList.module.css';

interface StepListProps {
  current: StepName;
  saved: Progress['steps'];
}

/** Where in the setup one is, and what is saved already. */
export function StepList({ current, saved }: StepListProps) {
  return (
    <nav aria-label={texts.onboarding.progress}>
      <ol className={styles.steps}>
        {STEPS.map((step) => (
          <li
            key={step}
            className={styles.step}
            data-saved={saved[step] !== null || undefined}
            aria-current={step === current ? 'step' : undefined}
          >
            {texts.onboarding[step].name}
            {saved[step] !== null && (
              <span className="visually-hidden"> ({texts.onboarding.saved})</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
