// As much of a browser as the sign-in pages of OpenID providers need: cookies, redirects and forms.

const attribute = (tag, name) =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]*))`, 'i').exec(tag)?.slice(1).find((text) => text !== undefined);
const unescaped = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&#x2F;', '/').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

// The first form of a page that is sent by POST. -> {action, fields}
function formOf(html) {
  for (const [form] of html.matchAll(/<form\b[\s\S]*?<\/form>/gi)) {
    if (attribute(form, 'method')?.toLowerCase() !== 'post') continue;
    const fields = {};
    for (const [input] of form.matchAll(/<(?:input|button)\b[^>]*>/gi)) {
      const name = attribute(input, 'name');
      if (name !== undefined) fields[name] = unescaped(attribute(input, 'value') ?? '');
    }
    return { action: unescaped(attribute(/<form\b[^>]*>/i.exec(form)[0], 'action') ?? ''), fields };
  }
  return undefined;
}

export class Browser {
  #cookies = new Map(); // name -> value; there is one provider

  // From the provider's address to that of the application, with `answers` in the forms on the way (names
  // of fields to what is typed). -> the URLSearchParams that the application is sent back with
  async signIn(address, redirectUri, answers) {
    let request = { url: new URL(address) };
    for (let step = 0; step < 20; step += 1) {
      if (request.url.href.startsWith(redirectUri)) return request.url.searchParams;
      const response = await this.#fetch(request);
      const location = response.headers.get('location');
      if (location !== null) {
        await response.arrayBuffer();
        request = { url: new URL(location, request.url) };
        continue;
      }
      const html = await response.text();
      const form = formOf(html);
      if (!form) throw new Error(`${request.url} answered ${response.status}: ${html.slice(0, 2000)}`);
      const known = Object.entries(answers).filter(([name]) => name in form.fields);
      request = {
        url: new URL(form.action || request.url, request.url),
        body: new URLSearchParams({ ...form.fields, ...Object.fromEntries(known) }),
      };
    }
    throw new Error(`the sign-in goes round in circles at ${request.url}`);
  }

  async #fetch({ url, body }) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }), referer: url.href };
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(url, { method, body, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '' || /expires=thu, 01.jan.1970|max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}
