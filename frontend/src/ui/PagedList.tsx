import type { ReactNode } from 'react';
import { texts } from '@/brand/texts';
import { Button } from './Button';
import { DataList } from './DataList';
import { ErrorNotice, type Waiting, WaitingNotice } from './ErrorNotice';
import styles from './PagedList.module.css';
import { Splash } from './Splash';

interface PagedListProps<T> {
  label: string;
  list: {
    items: readonly T[];
    isLoading: boolean;
    error: unknown;
    retry: () => void;
    /** Set while what is missing will be asked for again. */
    waiting: Waiting | null;
    more: { load: () => void; isLoading: boolean } | null;
  };
  /** Only so many, and no button for more. */
  limit?: number;
  empty: ReactNode;
  children: (item: T) => ReactNode;
}

/** A list in each of its states: on its way, failed, empty, filled, with more to come. */
export function PagedList<T>({ label, list, limit, empty, children }: PagedListProps<T>) {
  const waiting = list.waiting && <WaitingNotice {...list.waiting} />;
  if (list.isLoading) return waiting ?? <Splash />;
  const items = limit === undefined ? list.items : list.items.slice(0, limit);
  return (
    <>
      {list.error !== null && (
        <div className={styles.error}>
          <ErrorNotice error={list.error} onRetry={list.retry} />
        </div>
      )}
      {items.length === 0 && list.error === null && empty}
      {items.length > 0 && <DataList label={label}>{items.map(children)}</DataList>}
      {limit === undefined && list.more && (
        <div className={styles.more}>
          {waiting}
          <Button pending={list.more.isLoading} onClick={list.more.load}>
            {texts.common.loadMore}
          </Button>
        </div>
      )}
    </>
  );
}
