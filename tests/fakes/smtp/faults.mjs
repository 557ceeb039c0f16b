// How the fake mail server goes wrong when told to, and at which phase of a session.
export const phases = ['connect', 'tls', 'auth', 'mail', 'rcpt', 'data', 'message'];

const reply = (code, text) => Object.assign(new Error(text), { responseCode: code });

// Each takes {answer(error), proceed(), cut(), recipient, seen, code, ms}. `answer` replies with an
// error, `proceed` goes on as if nothing were wrong, `cut` ends the connection without a word.
const faults = {
  refuse: ({ answer, code = 550 }) => answer(reply(code, 'No, and never')),
  defer: ({ answer, code = 451 }) => answer(reply(code, 'Not now, try again later')),
  hang: () => {},
  reset: ({ cut }) => cut(),
  slow: ({ proceed, ms = 1000 }) => void setTimeout(proceed, ms),
  greylist: ({ answer, proceed, recipient, seen }) => {
    if (seen.has(recipient)) return proceed();
    seen.add(recipient);
    return answer(reply(450, 'Greylisted, try again later'));
  },
};

// Those of phase `message`: the mail is taken, and the client does not learn of it.
const afterAcceptance = { lose250: ({ cut }) => cut(), hangAfterAcceptance: () => {} };

export class Faults {
  #waiting = [];
  #seen = new Set();

  // at: one of `phases`. times: how often it strikes (Infinity). code: of the reply. ms: how slow.
  add(name, { at = name in afterAcceptance ? 'message' : 'rcpt', times = Infinity, ...options } = {}) {
    if (!(name in faults) && !(name in afterAcceptance)) throw new Error(`no fault ${name}`);
    if (!phases.includes(at)) throw new Error(`no phase ${at}`);
    if (name in afterAcceptance && at !== 'message') throw new Error(`${name} is of phase message`);
    if (at === 'data' && !['hang', 'reset'].includes(name)) throw new Error('DATA is always taken');
    this.#waiting.push({ name, at, times, options });
  }

  clear() {
    this.#waiting = [];
    this.#seen.clear();
  }

  // The first fault that waits for the phase, or nothing: {name, keepsMail, strike(context)}.
  take(phase) {
    const found = this.#waiting.find(({ at }) => at === phase);
    if (!found) return undefined;
    found.times -= 1;
    if (found.times <= 0) this.#waiting = this.#waiting.filter((fault) => fault !== found);
    const { name, options } = found;
    const act = faults[name] ?? afterAcceptance[name];
    const strike = (context) => act({ seen: this.#seen, ...context, ...options });
    return { name, keepsMail: name in afterAcceptance, strike };
  }
}
