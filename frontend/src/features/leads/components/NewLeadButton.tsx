import { lazy, Suspense, useState } from 'react';
import { texts } from '@/brand/texts';
import type { Lead } from '@/core/api/types';
import { Button, type ButtonVariant } from '@/ui/Button';

const NewLeadDialog = lazy(async () => ({
  default: (await import('./NewLeadDialog')).NewLeadDialog,
}));

interface NewLeadButtonProps {
  variant?: ButtonVariant;
  onCreated: (lead: Lead) => void;
}

export function NewLeadButton({ variant = 'primary', onCreated }: NewLeadButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)}>
        {texts.leads.add}
      </Button>
      {isOpen && (
        <Suspense>
          <NewLeadDialog onClose={() => setOpen(false)} onCreated={onCreated} />
        </Suspense>
      )}
    </>
  );
}
