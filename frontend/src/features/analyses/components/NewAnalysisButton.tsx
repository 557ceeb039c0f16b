import { lazy, Suspense, useState } from 'react';
import { texts } from '@/brand/texts';
import type { Analysis } from '@/core/api/types';
import { useSession } from '@/features/auth/hooks/useSession';
import { Button } from '@/ui/Button';

const NewAnalysisDialog = lazy(async () => ({
  default: (await import('./NewAnalysisDialog')).NewAnalysisDialog,
}));

/** Takes no click without a credit to spend. */
export function NewAnalysisButton({ onCreated }: { onCreated: (analysis: Analysis) => void }) {
  const { account } = useSession();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" disabled={account.credits < 1} onClick={() => setOpen(true)}>
        {texts.analyses.add}
      </Button>
      {isOpen && (
        <Suspense>
          <NewAnalysisDialog onClose={() => setOpen(false)} onCreated={onCreated} />
        </Suspense>
      )}
    </>
  );
}
