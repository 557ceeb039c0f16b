// Awaiting what a test can only look at: asks again until the answer is truthy, and gives up loudly.
export async function eventually(look, { timeout = 20_000, every = 20 } = {}) {
  const deadline = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`not seen within ${timeout} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
