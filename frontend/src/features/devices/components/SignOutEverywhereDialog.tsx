import { texts } from '@/brand/texts';
import { useServices } from '@/features/shared/ServicesContext';
import { Button } from '@/ui/Button';
import { Dialog, DialogActions } from '@/ui/Dialog';

export function SignOutEverywhereDialog({ onClose }: { onClose: () => void }) {
  const { auth } = useServices();
  const text = texts.devices;
  return (
    <Dialog
      onClose={onClose}
      title={text.everywhereQuestion}
      description={text.everywhereExplained}
    >
      <DialogActions>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button variant="danger" onClick={() => void auth.signOut('global')}>
          {text.signOutEverywhere}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
