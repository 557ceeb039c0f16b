// Texts that have broken programs, by what is odd about them. Whoever takes text keeps each as it is.
export const oddTexts = {
  quotes: `'single' "double" \`back\` ''doubled'' \\'escaped\\'`,
  SQL: `'); DROP TABLE latchkey.leads; -- $1 $$ %s {}`,
  JSON: '{"a":[1,null]}',
  escapes: String.raw`\n \\ \u0041 \x41 %00 &quot;`,
  HTML: '<script>alert(1)</script>',
  control: 'tab\tline\nreturn\rbell\u0007escape\u001b[31mdelete\u007fnext\u0085',
  separators: 'line\u2028paragraph\u2029no-break\u00a0zero\u200bmark\ufeff',
  'right to left': 'שלום مرحبا \u202Ereversed\u202C',
  emoji: '🦊 👩🏽‍🚀 🏳️‍🌈 🇪🇺',
  combining: 'e\u0301 é Z\u0351\u036b\u0343',
  'beyond the basic plane': '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u{10ffff} \uffff',
  spaces: '  at both ends  ',
};

// What no text of ours may hold: JSON can write it, UTF-8 or Postgres can't.
export const impossibleTexts = {
  'a NUL': 'a\u0000b',
  'a lone high surrogate': 'a\ud800b',
  'a lone low surrogate': 'a\udc00b',
};
