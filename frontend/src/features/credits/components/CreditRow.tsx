import { texts } from '@/brand/texts';
import type { LedgerEntry } from '@/core/api/openapi';
import { DataRow } from '@/ui/DataList';
import { TimeAgo } from '@/ui/TimeAgo';
import styles from './CreditRow.module.css';

const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' });

export function CreditRow({ transaction }: { transaction: LedgerEntry }) {
  const { amount, balance_after, description, type, created_at } = transaction;
  const kind = texts.credits.types[type];
  return (
    <DataRow
      title={description || (kind ?? type)}
      details={
        <>
          <TimeAgo time={created_at} />
          {description && kind && <span>{kind}</span>}
        </>
      }
      end={
        <>
          <span className={styles.amount} data-gain={amount > 0 || undefined}>
            {signed.format(amount)}
          </span>
          <span>{texts.credits.balanceAfter(balance_after)}</span>
        </>
      }
    />
  );
}
