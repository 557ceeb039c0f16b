import { useState } from 'react';
import { texts } from '@/brand/texts';
import type { Progress, SaveProgress } from '@/core/api/openapi';
import { ApiError } from '@/core/errors';
import { useServices } from '@/features/shared/ServicesContext';
import { Button } from '@/ui/Button';
import { ErrorNotice, WaitingNotice } from '@/ui/ErrorNotice';
import { Logo } from '@/ui/Logo';
import { Notice } from '@/ui/Notice';
import { PageHeading } from '@/ui/PageHeading';
import { Splash } from '@/ui/Splash';
import { AudienceStep } from '../components/AudienceStep';
import { BusinessStep } from '../components/BusinessStep';
import { GoalsStep } from '../components/GoalsStep';
import { StepList } from '../components/StepList';
import { useCompleteOnboarding } from '../hooks/useCompleteOnboarding';
import { useOnboarding } from '../hooks/useOnboarding';
import { STEPS, type StepName, stepOfFields, stepToResume } from '../steps';
import styles from './OnboardingPage.module.css';

/** Three questions, each saved on its own, so that one can leave and go on anywhere. */
export function OnboardingPage() {
  const { auth } = useServices();
  const { progress } = useOnboarding();
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <Logo />
        <Button variant="quiet" onClick={() => void auth.signOut('local')}>
          {texts.shell.signOut}
        </Button>
      </header>
      <main className={styles.content}>
        {progress.isPending &&
          (progress.failureReason === null ? (
            <Splash />
          ) : (
            <WaitingNotice error={progress.failureReason} failures={progress.failureCount} />
          ))}
        {progress.isError && (
          <>
            <PageHeading title={texts.onboarding.title} />
            <ErrorNotice error={progress.error} onRetry={() => void progress.refetch()} />
          </>
        )}
        {progress.isSuccess && <Steps progress={progress.data} />}
      </main>
    </div>
  );
}

function Steps({ progress }: { progress: Progress }) {
  const [resumed] = useState(() => progress.currentStep !== 'business');
  const [current, setCurrent] = useState(() => stepToResume(progress));
  const [error, setError] = useState<unknown>(null);
  const { save } = useOnboarding();
  const complete = useCompleteOnboarding();
  const at = STEPS.indexOf(current);

  const goTo = (step: StepName | undefined) => {
    setError(null);
    if (step !== undefined) setCurrent(step);
  };

  const saveStep = async (step: SaveProgress, place: (failure: unknown) => unknown) => {
    setError(null);
    try {
      await save.mutateAsync(step);
      if (step.step === 'goals') await complete.mutateAsync();
      else goTo(STEPS[at + 1]);
    } catch (failure) {
      const unplaced = place(failure);
      const missing = failure instanceof ApiError ? stepOfFields(failure.fields) : null;
      if (missing !== null && missing !== current) goTo(missing);
      else if (unplaced !== null) setError(unplaced);
    }
  };

  const common = {
    pending: save.isPending || complete.isPending,
    error,
    onBack: at > 0 ? () => goTo(STEPS[at - 1]) : undefined,
  };
  const text = texts.onboarding[current];
  const { steps } = progress;
  return (
    <>
      <StepList current={current} saved={steps} />
      <PageHeading
        key={current}
        title={`${texts.onboarding.stepOf(at + 1, STEPS.length)}: ${text.name}`}
        heading={text.heading}
        lead={text.lead}
      />
      {resumed && current === stepToResume(progress) && <Notice>{texts.onboarding.resumed}</Notice>}
      {current === 'business' && (
        <BusinessStep
          {...common}
          saved={steps.business}
          save={(data, place) => saveStep({ step: 'business', data }, place)}
        />
      )}
      {current === 'audience' && (
        <AudienceStep
          {...common}
          saved={steps.audience}
          save={(data, place) => saveStep({ step: 'audience', data }, place)}
        />
      )}
      {current === 'goals' && (
        <GoalsStep
          {...common}
          saved={steps.goals}
          save={(data, place) => saveStep({ step: 'goals', data }, place)}
        />
      )}
      <p className={styles.leave}>{texts.onboarding.leave}</p>
    </>
  );
}
