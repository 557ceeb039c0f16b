/**
 * What makes this application yours, together with brand.css (the accent colour), logo.svg and
 * texts.ts. Nothing else in the source names the product.
 */
export interface Brand {
  name: string;
  /** Shown below the sign-in button; none are shown where the list is empty. */
  legalLinks: readonly { label: string; href: string }[];
}

export const brand: Brand = {
  name: 'Latchkey',
  legalLinks: [],
};
