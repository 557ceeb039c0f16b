import { texts } from '@/brand/texts';
import type { Device } from '@/core/api/openapi';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { DataRow } from '@/ui/DataList';
import { TimeAgo } from '@/ui/TimeAgo';
import { deviceName } from '../device-name';
import styles from './DeviceRow.module.css';

interface DeviceRowProps {
  device: Device;
  pending: boolean;
  onSignOut: () => void;
}

export function DeviceRow({ device, pending, onSignOut }: DeviceRowProps) {
  const name = deviceName(device.user_agent);
  const text = texts.devices;
  return (
    <DataRow
      title={
        <span className={styles.name}>
          {name}
          {device.current && <Badge tone="accent">{text.thisDevice}</Badge>}
        </span>
      }
      details={
        <>
          {device.ip && <span>{device.ip}</span>}
          <span>
            {text.lastUsed} <TimeAgo time={device.last_used_at} />
          </span>
          <span>
            {text.signedIn} <TimeAgo time={device.created_at} />
          </span>
        </>
      }
      end={
        <Button
          pending={pending}
          aria-label={device.current ? text.signOutHere : text.signOutDevice(name)}
          onClick={onSignOut}
        >
          {device.current ? text.signOutHere : text.signOut}
        </Button>
      }
    />
  );
}
