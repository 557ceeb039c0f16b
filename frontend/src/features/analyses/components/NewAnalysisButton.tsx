import { useState } from 'react';
import { texts } from '@/brand/texts';
import type { Analysis } from '@/core/api/openapi';
import { useSession } from '@/features/auth/hooks/useSession';
import { Button } from '@/ui/Button';
import { ChunkDialog } from '@/ui/ChunkDialog';
import { Chunk } from '@/ui/chunk';

const newAnalysisDialog = new Chunk(() => import('./NewAnalysisDialog'));

/** Takes no click without a credit to spend. */
export function NewAnalysisButton({ onCreated }: { onCreated: (analysis: Analysis) => void }) {
  const { account } = useSession();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="primary" disabled={account.available < 1} onClick={() => setOpen(true)}>
        {texts.analyses.add}
      </Button>
      {isOpen && (
        <ChunkDialog chunk={newAnalysisDialog} title={texts.analyses.add} onClose={close}>
          {({ NewAnalysisDialog }) => <NewAnalysisDialog onClose={close} onCreated={onCreated} />}
        </ChunkDialog>
      )}
    </>
  );
}
