import { type ReactNode, useId } from 'react';
import { texts } from '@/brand/texts';
import { Button } from './Button';
import type { Chunk } from './chunk';
import styles from './Dialog.module.css';
import { useChunk } from './useChunk';

interface ChunkDialogProps<M> {
  chunk: Chunk<M>;
  title: string;
  onClose: () => void;
  children: (module: M) => ReactNode;
}

/** A dialog whose code comes when it is opened. Where that fails, a dialog without it says so. */
export function ChunkDialog<M>({ chunk, title, onClose, children }: ChunkDialogProps<M>) {
  const { module, failures, retry } = useChunk(chunk);
  if (module !== null) return children(module);
  return failures > 0 && <LostDialog title={title} onClose={onClose} onRetry={retry} />;
}

interface LostDialogProps {
  title: string;
  onClose: () => void;
  onRetry: () => void;
}

function LostDialog({ title, onClose, onRetry }: LostDialogProps) {
  const id = useId();
  return (
    <dialog
      className={`${styles.popup} ${styles.lost}`}
      ref={showWhileMounted}
      aria-labelledby={id}
      onCancel={onClose}
    >
      <h2 className={styles.title} id={id}>
        {title}
      </h2>
      <p className={styles.description} role="status">
        {texts.lostChunk}
      </p>
      <div className={styles.actions}>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button variant="primary" onClick={onRetry}>
          {texts.common.tryAgain}
        </Button>
      </div>
    </dialog>
  );
}

/** Closing it gives the focus back to the button that opened it. */
function showWhileMounted(dialog: HTMLDialogElement) {
  dialog.showModal();
  return () => dialog.close();
}
