import { render } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { surviveTranslation } from './survive-translation';

/** As Chrome and Google Translate do it. */
function translateTexts(root: Node): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  for (const text of found) {
    const outer = document.createElement('font');
    outer.append(document.createElement('font'));
    outer.firstElementChild?.append(`${text.data}!`);
    text.replaceWith(outer);
  }
}

/** A translator that puts the text itself into its element. */
function wrapTexts(root: Node): void {
  for (const text of [...root.childNodes].filter((node) => node instanceof Text)) {
    const font = document.createElement('font');
    root.insertBefore(font, text);
    font.append(text);
  }
}

interface SeveralProps {
  first?: string | undefined;
  middle?: boolean;
  last?: string | undefined;
}

/** Texts of their own side by side, which React changes, takes away and puts things before. */
function Several({ first, middle = false, last }: SeveralProps) {
  return (
    <p>
      {first}
      {middle && <b>middle</b>}
      {last}
    </p>
  );
}

describe.each([
  ['replaces texts', translateTexts, 'one!'],
  ['wraps texts', wrapTexts, 'one'],
])('with a translator that %s', (_, translate, one) => {
  beforeAll(surviveTranslation);

  function translated() {
    const view = render(<Several first="one" last="two" />);
    const p = view.container.firstElementChild as HTMLElement;
    translate(p);
    return { ...view, p };
  }

  it('a text is taken away', () => {
    const { p, rerender } = translated();

    rerender(<Several first="one" />);

    expect(p).toHaveTextContent(new RegExp(`^${one}$`));
  });

  it('a text changes', () => {
    const { p, rerender } = translated();

    rerender(<Several first="one" last="three" />);

    expect(p).toHaveTextContent(new RegExp(`^${one} ?three$`));
    translate(p);
    rerender(<Several first="one" last="four" />);
    expect(p.textContent).toMatch(/four$/);
    expect(p.textContent).not.toMatch(/three/);
  });

  it('something is put before a text', () => {
    const { p, rerender } = translated();

    rerender(<Several first="one" middle last="two" />);

    expect(p.textContent).toMatch(/^one!?middletwo!?$/);
  });
});
