/*
 * The refresh protocol of docs/refresh-protocol.md, checked with SPIN.
 *
 * One session. Tokens are numbered in the order of their issue: token t's only successor is t + 1,
 * as the derivation HMAC(rotation key, token) makes it. The database keeps, under the session's row
 * lock, the newest token issued (all before it are spent), the key that spent the one before it, and
 * whether the session is revoked. Time is one bit: whether the grace window of the last rotation is
 * still open; the environment closes it at any moment.
 *
 * The honest client has several tabs that share one store {token, key}. A tab reads the store, sends
 * its request, and may crash or lose the answer at any point; it writes an answer back only where
 * the store still holds the token it sent. The attacker copies the store once, at any moment, and
 * from then on presents what it holds whenever it likes.
 *
 *   (no define)               the honest client alone
 *   -DATTACKER                plus an attacker who stole a token but not its key
 *   -DATTACKER -DKEY_STOLEN   plus an attacker who stole both
 *   -DPAGES                   the tabs show protected pages: they navigate with the cookie and refresh in
 *                             /auth/continue; the cookie expires at any moment
 *   -DPAGES -DCALM            these tabs, all with an expired cookie, while nothing is lost and nothing
 *                             expires, and each waits for the lock
 *
 * Properties, as assertions:
 *   P1  without an attacker, no tab is ever told that the session is over unless the user logged out;
 *   P2  after a logout was acknowledged or a reuse detected, no refresh succeeds;
 *   P3  a token that one side spent is detected, outside the grace window, at the first use of it by
 *       the other side: the session ends. Two sides with one key look the same to the database, so
 *       with KEY_STOLEN this holds from the stolen token's successor on, whose key the thief does
 *       not have; and
 *   P4  a client that was told that its session is over leaves no live session to a thief.
 * and of pages
 *   P5  no page comes after a logout was acknowledged or a reuse detected; and
 *   P6  when all is calm the tabs make one rotation, and each page comes after one hop at most.
 */
#ifndef TABS
#define TABS 2
#endif
#ifndef LAST
#define LAST 4            /* tokens until the model stops rotating */
#endif
#define THIEF_KEY (100)   /* the attacker's own keys: 100 + token; the client's key for t is t */

mtype = { ROTATED, REPLAYED, REFUSED, REUSE, REVOKED };

/* The database. */
byte newest = 1;          /* the only unspent token of the session */
byte key_of[LAST + 1];    /* the key that spent each token */
bool grace = false;       /* the window of the last rotation is still open */
bool revoked = false;

/* The client's store, shared by its tabs. */
byte stored = 1;
bool signed_in = true;

#ifdef PAGES
bool cookie = false;      /* the browser has an access token that has not expired */
bool fresh = false;       /* and so says the store of its own */
bool locked = false;      /* the lock around the refresh of all tabs */
#define SET_COOKIE cookie = true
#define CLEAR_COOKIE cookie = false
#define SET_FRESH fresh = true
#else
#define SET_COOKIE skip
#define CLEAR_COOKIE skip
#define SET_FRESH skip
#endif

bool logout_asked = false;
bool ended = false;       /* a logout was acknowledged or a reuse detected */

/* session_rotate: one transaction under the session's row lock, so one atomic step. */
inline session_rotate(presented, key, outcome) {
  if
  :: revoked -> outcome = REVOKED
  :: !revoked && presented == newest ->
       key_of[presented] = key; newest++; grace = true; outcome = ROTATED
  :: !revoked && presented + 1 == newest ->     /* spent, its successor unspent */
       if
       :: key_of[presented] == key || grace -> outcome = REPLAYED
       :: else -> revoked = true; outcome = REUSE
       fi
  :: !revoked && presented + 1 < newest ->      /* spent, its successor spent as well */
       if
       :: key_of[presented] == key -> outcome = REFUSED
       :: else -> revoked = true; outcome = REUSE
       fi
  fi
}

/* What a call found, for its assertions; back to false after it, so that it adds no states. */
bool was_ended = false;
bool foreign = false;
bool in_grace = false;

/* A whole call with the properties checked around it. */
inline refresh(presented, key, outcome) {
  atomic {
    presented < newest || newest <= LAST - 1 || revoked;   /* the model's bound on rotations */
    was_ended = ended;
    foreign = presented < newest && key_of[presented] != key;
    in_grace = grace;
    session_rotate(presented, key, outcome);
    assert(!(was_ended && (outcome == ROTATED || outcome == REPLAYED)));                  /* P2 */
    assert(!(foreign && !in_grace) || outcome == REUSE || outcome == REVOKED);            /* P3 */
    if
    :: outcome == REUSE -> ended = true
    :: else
    fi;
    was_ended = false; foreign = false; in_grace = false
  }
}

/* An answer arrives at the tab that asked. */
inline take(sent, outcome) {
  atomic {
    if
    :: (outcome == ROTATED || outcome == REPLAYED) ->
         SET_COOKIE;
         if                                     /* written only where the store has not moved on */
         :: signed_in && stored == sent -> stored = sent + 1; SET_FRESH
         :: else
         fi
    :: else ->
         if
         :: signed_in && stored == sent ->
#ifndef ATTACKER
              assert(logout_asked);                                                       /* P1 */
#endif
              revoked = true; ended = true; /* it logs out with the very token it holds */
              signed_in = false
         :: else                                /* an answer about a token long replaced */
         fi
    fi
  }
  assert(signed_in || logout_asked || revoked)                                            /* P4 */
}

#ifdef PAGES
/* A tab that opens one protected page after the other. Without a valid cookie it is sent to the page
   /auth/continue, which refreshes and goes back. */
proctype Tab() {
  byte sent;
  mtype outcome;
  bool back = false;                            /* it comes from /auth/continue */
end:
  do
  :: atomic {
       cookie && !revoked ->                    /* auth-verify lets it pass */
         assert(!ended);                                                                  /* P5 */
         back = false
     }
  :: atomic {
       !(cookie && !revoked) ->
#ifdef CALM
         assert(!back || logout_asked);                                                   /* P6 */
         !locked -> locked = true;
#endif
         if
         :: !signed_in -> assert(logout_asked || ended); sent = 0         /* to the sign-in */
         :: signed_in && fresh && !back -> sent = 0                       /* another tab was quicker */
         :: signed_in && !(fresh && !back) -> sent = stored
         fi
     }
     if
     :: sent == 0 -> back = true
     :: else ->
          refresh(sent, sent, outcome);
#ifdef CALM
          assert(newest <= 2);                                                            /* P6 */
          take(sent, outcome)
#else
          if
          :: true -> skip                       /* the answer is lost */
          :: atomic {                           /* the browser has it, but the page is gone */
               outcome == ROTATED || outcome == REPLAYED -> SET_COOKIE
             }
          :: true -> take(sent, outcome)
          fi
#endif
          ;
          back = true; sent = 0
     fi;
     locked = false
  od
}
#else
/* A tab: reads the store, sends, and may lose the answer, crash, or write it back. */
proctype Tab() {
  byte sent;
  mtype outcome;
end:
  do
  :: atomic { signed_in -> sent = stored }
     refresh(sent, sent, outcome);
     if
     :: true -> skip                            /* the answer is lost, or the tab crashes */
     :: true -> take(sent, outcome)             /* or it arrives */
     fi
  od
}
#endif

/* The user logs out in one of the tabs, once or never. The store is emptied at once. */
proctype Logout() {
end:
  if
  :: atomic { signed_in -> logout_asked = true; signed_in = false }
     atomic {                                   /* session_logout commits, then acknowledges */
       revoked = true; ended = true;
       CLEAR_COOKIE
     }
  fi
}

/* The grace window closes at any moment after a rotation, and access tokens expire at any moment. */
proctype Time() {
end:
  do
  :: atomic { grace -> grace = false }
#if defined(PAGES) && !defined(CALM)
  :: atomic { cookie -> cookie = false }
  :: atomic { fresh -> fresh = false }
#endif
  od
}

#ifdef ATTACKER
/* Copies the store once, then presents what it holds for as long as anything succeeds. */
proctype Attacker() {
  byte held;
  byte key;
  mtype outcome;
end:
  atomic {
    signed_in -> held = stored;
#ifdef KEY_STOLEN
    key = held
#else
    key = THIEF_KEY + held
#endif
  }
  do
  :: refresh(held, key, outcome);
     if
     :: true -> skip                            /* it may repeat what it did */
     :: (outcome == ROTATED || outcome == REPLAYED) -> held++; key = THIEF_KEY + held
     fi
  od
}
#endif

init {
  atomic {
    byte tab;
    for (tab : 1 .. TABS) { run Tab() }
    run Logout();
    run Time();
#ifdef ATTACKER
    run Attacker();
#endif
  }
}
