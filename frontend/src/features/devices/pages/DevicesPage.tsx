import { useState } from 'react';
import { texts } from '@/brand/texts';
import type { Device } from '@/core/api/openapi';
import { useServices } from '@/features/shared/ServicesContext';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ChunkDialog } from '@/ui/ChunkDialog';
import { Chunk } from '@/ui/chunk';
import { ErrorNotice } from '@/ui/ErrorNotice';
import { Notice } from '@/ui/Notice';
import { PagedList } from '@/ui/PagedList';
import { PageHeading } from '@/ui/PageHeading';
import { DeviceRow } from '../components/DeviceRow';
import { deviceName } from '../device-name';
import { useDevices } from '../hooks/useDevices';

const everywhereDialog = new Chunk(() => import('../components/SignOutEverywhereDialog'));

/** Where the user is signed in, and the ways to sign out: of one, of the others, of all. */
export function DevicesPage() {
  const { auth } = useServices();
  const { devices, revoke, revokeOthers } = useDevices();
  const [done, setDone] = useState<string | null>(null);
  const text = texts.devices;

  const signOut = (device: Device) => {
    setDone(null);
    if (device.current) {
      void auth.signOut('local');
      return;
    }
    const name = deviceName(device.user_agent);
    revoke.mutate(device.id, { onSuccess: () => setDone(text.signedOutDevice(name)) });
  };
  const signOutOthers = () => {
    setDone(null);
    revokeOthers.mutate(undefined, { onSuccess: () => setDone(text.signedOutOthers) });
  };

  const error = revoke.error ?? revokeOthers.error;
  return (
    <>
      <PageHeading
        title={text.title}
        lead={text.lead}
        actions={
          <>
            <Button pending={revokeOthers.isPending} onClick={signOutOthers}>
              {text.signOutOthers}
            </Button>
            <SignOutEverywhere />
          </>
        }
      />
      {done !== null && <Notice tone="success">{done}</Notice>}
      {error !== null && <ErrorNotice error={error} />}
      <Card>
        <PagedList label={text.title} list={devices} empty={null}>
          {(device: Device) => (
            <DeviceRow
              key={device.id}
              device={device}
              pending={revoke.isPending && revoke.variables === device.id}
              onSignOut={() => signOut(device)}
            />
          )}
        </PagedList>
      </Card>
    </>
  );
}

function SignOutEverywhere() {
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{texts.devices.signOutEverywhere}</Button>
      {isAsking && (
        <ChunkDialog
          chunk={everywhereDialog}
          title={texts.devices.everywhereQuestion}
          onClose={close}
        >
          {({ SignOutEverywhereDialog }) => <SignOutEverywhereDialog onClose={close} />}
        </ChunkDialog>
      )}
    </>
  );
}
