// A reporter for node --test: "seconds<TAB>file: test" of each, and what the file took beside its
// tests, which is mostly the start of a stack; at the end "# pass 7" and so on.
import path from 'node:path';

export default async function* results(source) {
  const spent = new Map(); // file -> milliseconds in tests of its own
  for await (const { type, data } of source) {
    const name = path.basename(data.file ?? '');
    if (type === 'test:pass' || type === 'test:fail') {
      const { details, nesting } = data;
      if (nesting === 0) spent.set(data.file, (spent.get(data.file) ?? 0) + details.duration_ms);
      if (details.type !== 'suite') yield line(details.duration_ms, `${name}: ${data.name}`);
    } else if (type === 'test:summary' && data.file !== undefined) {
      yield line(data.duration_ms - (spent.get(data.file) ?? 0), `${name}: starting and stopping`);
    } else if (type === 'test:summary') {
      const { passed, failed, cancelled } = data.counts;
      yield `# pass ${passed}\n# fail ${failed}\n# cancelled ${cancelled}\n`;
    }
  }
}

const line = (milliseconds, what) => `${(milliseconds / 1000).toFixed(2)}\t${what}\n`;
