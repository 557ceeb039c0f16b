// The sign-in page of the local provider, and the page that says what went wrong.
import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; --accent: #4f46e5; --line: #d4d4d8; --quiet: #71717a;
  --page: #fafafa; --card: #fff; --text: #18181b; --wrong: #b91c1c; }
@media (prefers-color-scheme: dark) { :root { --accent: #6366f1; --line: #3f3f46; --quiet: #a1a1aa;
  --page: #18181b; --card: #27272a; --text: #fafafa; --wrong: #fca5a5; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 24rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0; font-size: 1.375rem; }
p { margin: .25rem 0 1.5rem; color: var(--quiet); }
p.wrong { margin: 1rem 0 0; color: var(--wrong); }
label { display: block; margin-top: 1rem; font-size: .875rem; font-weight: 600; }
label span { color: var(--quiet); font-weight: 400; }
input { width: 100%; margin-top: .25rem; padding: .6rem .75rem; color: inherit;
  font: 1rem/1.5 system-ui, sans-serif; background: transparent; border: 1px solid var(--line);
  border-radius: .5rem; }
button { width: 100%; margin-top: 1.25rem; padding: .6rem .75rem; font: inherit; font-weight: 600;
  color: #fff; background: var(--accent); border: 1px solid transparent; border-radius: .5rem;
  cursor: pointer; }
button.known { margin-top: .5rem; color: inherit; background: transparent; font-weight: 400;
  border-color: var(--line); text-align: left; overflow: hidden; text-overflow: ellipsis; }
button.quiet { margin-top: .5rem; color: var(--quiet); background: transparent; font-weight: 400; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
hr { margin: 1.5rem 0 1rem; border: 0; border-top: 1px solid var(--line); }
`;

// No form-action: Chromium holds the redirect that follows the form to it as well, and that one
// goes to the application.
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function page(status, title, content) {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`,
  };
}

// known: accounts that signed in before; wrong: what was wrong with the last attempt, if any.
export function signInPage({ application, known, entered = {}, wrong }) {
  const value = (name) => escape(entered[name] ?? '');
  const buttons = known.map(
    (email) => `<button class="known" name="email" value="${escape(email)}">${escape(email)}</button>`,
  );
  return page(wrong ? 400 : 200, 'Sign in', `<h1>Sign in</h1>
<p>to continue to ${escape(application)}. This provider is for development: any e-mail will do.</p>
${known.length > 0 ? `<form method="post" aria-label="Known accounts">${buttons.join('\n')}</form><hr>` : ''}
<form method="post">
<label>E-mail
<input name="email" type="email" autocomplete="email" maxlength="320" required autofocus
  value="${value('email')}"${wrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''}></label>
<label>Name <span>optional</span>
<input name="name" autocomplete="name" maxlength="200" value="${value('name')}"></label>
<label>Picture <span>optional, an https address</span>
<input name="picture" type="url" maxlength="2048" value="${value('picture')}"></label>
${wrong ? `<p class="wrong" id="wrong" role="alert">${escape(wrong)}</p>` : ''}
<button name="action" value="sign-in">Sign in</button>
<button class="quiet" name="action" value="cancel" formnovalidate>Cancel</button>
</form>`);
}

export function errorPage(status, reason) {
  return page(status, 'Sign-in failed', `<h1>Sign-in failed</h1>
<p class="wrong" role="alert">${escape(reason)}</p>
<p>Go back to the application and start again.</p>`);
}
