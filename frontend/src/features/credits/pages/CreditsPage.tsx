import { texts } from '@/brand/texts';
import type { LedgerEntry } from '@/core/api/openapi';
import { useSession } from '@/features/auth/hooks/useSession';
import { Card } from '@/ui/Card';
import { EmptyList } from '@/ui/DataList';
import { Figure } from '@/ui/Figure';
import { PagedList } from '@/ui/PagedList';
import { PageHeading } from '@/ui/PageHeading';
import { CreditRow } from '../components/CreditRow';
import { useCredits } from '../hooks/useCredits';

export function CreditsPage() {
  const { account } = useSession();
  const credits = useCredits();
  const text = texts.credits;
  return (
    <>
      <PageHeading title={text.title} lead={text.lead} />
      <Card>
        <Figure label={text.balance} value={credits.balance ?? account.credits} />
      </Card>
      <Card>
        <PagedList
          label={text.title}
          list={credits}
          empty={<EmptyList title={text.empty} hint={text.emptyHint} />}
        >
          {(transaction: LedgerEntry) => (
            <CreditRow key={transaction.id} transaction={transaction} />
          )}
        </PagedList>
      </Card>
    </>
  );
}
