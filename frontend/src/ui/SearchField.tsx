import { Combobox } from '@base-ui/react/combobox';
import { texts } from '@/brand/texts';
import { Field, type FieldProps } from './Field';
import fieldStyles from './Field.module.css';
import styles from './SearchField.module.css';

/** What can be chosen: told apart by `id`, shown by its name and a detail. */
interface Choice {
  id: string;
  name: string;
  detail: string | null;
}

interface SearchFieldProps extends FieldProps {
  value: Choice | null;
  onChange: (value: Choice | null) => void;
  /** What was found for the text of `onSearch`; for none at first. */
  choices: readonly Choice[];
  onSearch: (text: string) => void;
  /** Stands in for the choices: that they are on their way, or can't be fetched. */
  status: string | null;
  placeholder: string;
  maxLength: number;
  ref?: (element: HTMLInputElement | null) => void;
}

/** A choice among more things than fit into a list: typing finds them, at the server. */
export function SearchField(props: SearchFieldProps) {
  const { value, onChange, choices, onSearch, status, placeholder, maxLength, ref } = props;
  const { label, hint, error, required } = props;
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(wiring) => (
        <Combobox.Root
          items={choices}
          filter={null}
          value={value}
          onValueChange={onChange}
          itemToStringLabel={({ name }: Choice) => name}
          isItemEqualToValue={(one: Choice, other: Choice) => one.id === other.id}
          onInputValueChange={(text, { reason }) =>
            onSearch(reason === 'input-change' ? text.trim() : '')
          }
        >
          <Combobox.InputGroup className={styles.group}>
            <Combobox.Input
              {...wiring}
              ref={ref}
              className={fieldStyles.control}
              placeholder={placeholder}
              maxLength={maxLength}
            />
            <Combobox.Clear className={styles.clear} aria-label={texts.common.clear}>
              ×
            </Combobox.Clear>
          </Combobox.InputGroup>
          <Combobox.Portal>
            <Combobox.Positioner className={styles.positioner} sideOffset={4}>
              <Combobox.Popup className={styles.popup} role="region" aria-label={label}>
                <Combobox.Status className={styles.status}>{status}</Combobox.Status>
                <Combobox.Empty className={styles.status}>
                  {status === null && texts.common.nothingFound}
                </Combobox.Empty>
                <Combobox.List className={styles.list}>
                  {(choice: Choice) => (
                    <Combobox.Item key={choice.id} className={styles.item} value={choice}>
                      <span className={styles.line}>{choice.name}</span>
                      {choice.detail && <span className={styles.detail}>{choice.detail}</span>}
                    </Combobox.Item>
                  )}
                </Combobox.List>
              </Combobox.Popup>
            </Combobox.Positioner>
          </Combobox.Portal>
        </Combobox.Root>
      )}
    </Field>
  );
}
