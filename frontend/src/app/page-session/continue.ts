/** The script of /auth/continue; a file of its own, so that the page needs nothing else. */
import { brand } from '@/brand/brand';
import { continueTexts } from '@/brand/continue-texts';
import { browserAuth } from '@/core/browser';
import { type ContinueNotice, continueTo } from '@/core/page-session/continue-page';
import { systemClock } from '@/core/runtime/clock';
import { storageOrMemory } from '@/core/runtime/storage';

/** Longer than the hop usually takes: words that only flash by are worse than none. */
const LONGEST_BLANK_MS = 600;
/** After that this page stays: what came was a file, or the server is slow. */
const LONGEST_WAY_MS = 3000;

const place = document.getElementById('notice');

function tell(notice: ContinueNotice | 'moment' | 'left'): void {
  if (place === null) return;
  place.textContent = continueTexts[notice];
  place.dataset.notice = notice;
}

async function start(): Promise<void> {
  const stop = systemClock.after(LONGEST_BLANK_MS, () => tell('moment'));
  await continueTo(wanted(), {
    auth: browserAuth(),
    storage: storageOrMemory(() => sessionStorage),
    clock: systemClock,
    origin: location.origin,
    go: (path) => {
      location.replace(path);
      systemClock.after(LONGEST_WAY_MS, () => tell('left'));
    },
    tell: (notice) => {
      stop();
      tell(notice);
    },
  });
}

/** A redirect carries the fragment of the page that was asked for. */
function wanted(): string | null {
  const to = new URLSearchParams(location.search).get('to');
  return to === null || to.includes('#') ? to : to + location.hash;
}

document.title = brand.name;
// A prerendered page starts no round: nobody has gone there yet.
const prerendered = 'prerendering' in document && document.prerendering === true;
if (prerendered)
  document.addEventListener('prerenderingchange', () => void start(), { once: true });
else void start();
