import { texts } from '@/brand/texts';
import type { LedgerEntry } from '@/core/api/openapi';
import { useSession } from '@/features/auth/hooks/useSession';
import { Card } from '@/ui/Card';
import { EmptyList } from '@/ui/DataList';
import { Figure, Figures } from '@/ui/Figure';
import { PagedList } from '@/ui/PagedList';
import { PageHeading } from '@/ui/PageHeading';
import { CreditRow } from '../components/CreditRow';
import { useCredits } from '../hooks/useCredits';

export function CreditsPage() {
  const { account } = useSession();
  const credits = useCredits();
  const balance = credits.newest?.balance ?? account.credits;
  const available = credits.newest?.available ?? account.available;
  const text = texts.credits;
  return (
    <>
      <PageHeading title={text.title} lead={text.lead} />
      <Card>
        <Figures>
          <Figure label={text.balance} value={balance} />
          {available < balance && (
            <>
              <Figure label={text.available} value={available} />
              <Figure label={text.held} value={balance - available} hint={text.heldHint} />
            </>
          )}
        </Figures>
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
