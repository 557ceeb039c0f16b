import { useState } from 'react';
import { texts } from '@/brand/texts';
import { SEARCH_LIMIT } from '@/core/api/limits';
import type { Lead } from '@/core/api/openapi';
import { errorText } from '@/ui/error-text';
import { SearchField } from '@/ui/SearchField';
import { useLeadSearch, useLeads } from '../hooks/useLeads';

interface LeadFieldProps {
  label: string;
  placeholder: string;
  error: string | undefined;
  value: Lead | null;
  onChange: (lead: Lead | null) => void;
  ref?: (element: HTMLInputElement | null) => void;
}

/** One of the account's leads: the newest to begin with, any of them by typing. */
export function LeadField({ value, onChange, ...field }: LeadFieldProps) {
  const [text, setText] = useState('');
  const newest = useLeads();
  const found = useLeadSearch(text);
  const leads: readonly Lead[] = text === '' ? newest.items : found.leads;
  if (newest.items.length === 0) return null;

  let status: string | null = null;
  if (text !== '' && found.isLoading) status = texts.common.loading;
  if (text !== '' && found.error !== null) status = errorText(found.error);
  return (
    <SearchField
      {...field}
      value={value && choiceOf(value)}
      onChange={(choice) => onChange(leads.find(({ id }) => id === choice?.id) ?? null)}
      choices={status === null ? leads.map(choiceOf) : []}
      onSearch={setText}
      status={status}
      maxLength={SEARCH_LIMIT}
    />
  );
}

function choiceOf({ id, name, email, website }: Lead) {
  return { id, name, detail: email ?? website };
}
