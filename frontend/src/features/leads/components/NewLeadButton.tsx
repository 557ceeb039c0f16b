import { useState } from 'react';
import { texts } from '@/brand/texts';
import type { Lead } from '@/core/api/openapi';
import { Button, type ButtonVariant } from '@/ui/Button';
import { ChunkDialog } from '@/ui/ChunkDialog';
import { Chunk } from '@/ui/chunk';

const newLeadDialog = new Chunk(() => import('./NewLeadDialog'));

interface NewLeadButtonProps {
  variant?: ButtonVariant;
  onCreated: (lead: Lead) => void;
}

export function NewLeadButton({ variant = 'primary', onCreated }: NewLeadButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)}>
        {texts.leads.add}
      </Button>
      {isOpen && (
        <ChunkDialog chunk={newLeadDialog} title={texts.leads.add} onClose={close}>
          {({ NewLeadDialog }) => <NewLeadDialog onClose={close} onCreated={onCreated} />}
        </ChunkDialog>
      )}
    </>
  );
}
