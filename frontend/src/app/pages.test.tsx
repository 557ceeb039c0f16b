import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { devices, FakeApi, lead, problem, session } from './testing/fake-api';
import { openApp } from './testing/open-app';

describe('every page', () => {
  it.each([
    ['/', 'Overview'],
    ['/dashboard', 'Overview'],
    ['/leads', 'Leads'],
    ['/analyses', 'Analyses'],
    ['/credits', 'Credits'],
    ['/devices', 'Devices'],
    ['/nowhere', 'Page not found'],
  ])('%s has its title and one heading', async (path, title) => {
    openApp(path);

    await waitFor(() => expect(document.title).toBe(`${title} · Latchkey`));
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(screen.getAllByRole('main')).toHaveLength(1);
  });

  it('that is navigated to takes the focus with its heading', async () => {
    const { user } = openApp('/');
    await user.click(await screen.findByRole('link', { name: 'Leads' }));

    expect(await screen.findByRole('heading', { level: 1, name: 'Leads' })).toHaveFocus();
    expect(screen.getByRole('link', { name: 'Leads' })).toHaveAttribute('aria-current', 'page');
  });
});

describe('leads', () => {
  it('are added with what was filled in, and shown', async () => {
    const api = new FakeApi().on('POST /api/leads', () => Response.json(lead, { status: 201 }));
    const { user } = openApp('/leads', { api });
    await user.click(await screen.findByRole('button', { name: 'Add lead' }));
    const dialog = within(await screen.findByRole('dialog'));
    api.on('GET /api/leads', () => Response.json({ items: [lead], nextCursor: null }));

    await user.type(dialog.getByLabelText('Name'), 'Café Lumière');
    await user.type(dialog.getByLabelText('E-mail'), 'marie@example.com');
    await user.type(dialog.getByLabelText('Website'), 'lumiere.example');
    await user.click(dialog.getByRole('button', { name: 'Add lead' }));

    expect(await screen.findByText('Café Lumière was added.')).toBeVisible();
    expect(await screen.findByRole('link', { name: 'lumiere.example' })).toBeVisible();
    const [call] = api.asked('POST /api/leads');
    expect(call?.body).toEqual({
      name: 'Café Lumière',
      email: 'marie@example.com',
      website: 'https://lumiere.example',
    });
    expect(call?.headers.get('Idempotency-Key')).toMatch(/^[!-~]{16,128}$/);
  });

  it('repeat the same key when the same form is sent again after a failure', async () => {
    const api = new FakeApi().on('POST /api/leads', () => problem(503, 'unavailable'));
    const { user } = openApp('/leads', { api });
    await user.click(await screen.findByRole('button', { name: 'Add lead' }));
    const dialog = within(await screen.findByRole('dialog'));
    const send = () => user.click(dialog.getByRole('button', { name: 'Add lead' }));

    await user.type(dialog.getByLabelText('Name'), 'Ada');
    await send();
    await dialog.findByRole('alert');
    await send();
    await waitFor(() => expect(api.asked('POST /api/leads')).toHaveLength(2));
    await user.type(dialog.getByLabelText('Name'), '!');
    await send();
    await waitFor(() => expect(api.asked('POST /api/leads')).toHaveLength(3));

    const [first, second, third] = api
      .asked('POST /api/leads')
      .map((call) => call.headers.get('Idempotency-Key'));
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('show the server’s message beside the field it is about', async () => {
    const fields = [{ field: 'website', error: 'That site is not allowed.' }];
    const api = new FakeApi().on('POST /api/leads', () =>
      problem(422, 'validation_failed', { fields }),
    );
    const { user } = openApp('/leads', { api });
    await user.click(await screen.findByRole('button', { name: 'Add lead' }));
    const dialog = within(await screen.findByRole('dialog'));

    await user.type(dialog.getByLabelText('Name'), 'Ada');
    await user.type(dialog.getByLabelText('Website'), 'https://ada.example');
    await user.click(dialog.getByRole('button', { name: 'Add lead' }));

    const website = dialog.getByLabelText('Website');
    await waitFor(() => expect(website).toHaveAccessibleDescription('That site is not allowed.'));
    expect(website).toBeInvalid();
    expect(website).toHaveFocus();
    expect(dialog.queryByRole('alert')).toBeNull();
  });

  it('are checked before they are sent', async () => {
    const { api, user } = openApp('/leads');
    await user.click(await screen.findByRole('button', { name: 'Add lead' }));
    const dialog = within(await screen.findByRole('dialog'));

    await user.type(dialog.getByLabelText('Website'), 'javascript:alert(1)');
    await user.click(dialog.getByRole('button', { name: 'Add lead' }));

    expect(await dialog.findByText('Please fill this in.')).toBeVisible();
    expect(dialog.getByText(/enter a web address/)).toBeVisible();
    expect(api.asked('POST /api/leads')).toHaveLength(0);
  });

  it('come page by page', async () => {
    const api = new FakeApi().on('GET /api/leads', () =>
      Response.json({ items: [{ ...lead, id: crypto.randomUUID() }], nextCursor: 'next' }),
    );
    const { user } = openApp('/leads', { api });

    await user.click(await screen.findByRole('button', { name: 'Show more' }));

    await waitFor(() => expect(screen.getAllByText('Café Lumière')).toHaveLength(2));
  });
});

describe('analyses', () => {
  it('can’t be started without credits', async () => {
    const account = { ...session.account, credits: 0, available: 0 };
    const api = new FakeApi().on('GET /api/auth/session', () =>
      Response.json({ ...session, account }),
    );
    const { user } = openApp('/analyses', { api });

    const button = await screen.findByRole('button', { name: 'New analysis' });
    await user.click(button);

    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText('You have no credits left.')).toBeVisible();
  });

  it('spend a credit, which shows at once', async () => {
    const analysis = { id: 'x', title: 'Lyon', status: 'queued', credits_spent: 1 };
    const api = new FakeApi().on('POST /api/analyses', () =>
      Response.json({ ...analysis, lead_id: null, created_at: lead.created_at }, { status: 201 }),
    );
    const { user } = openApp('/', { api });
    await user.click(await screen.findByRole('button', { name: 'New analysis' }));
    const dialog = within(await screen.findByRole('dialog'));
    const account = { ...session.account, credits: 24, available: 24 };
    api.on('GET /api/auth/session', () => Response.json({ ...session, account }));

    await user.type(dialog.getByLabelText('Title'), 'Lyon');
    await user.type(dialog.getByLabelText('Question'), 'Where?');
    await user.click(dialog.getByRole('button', { name: 'Start for 1 credit' }));

    await waitFor(() =>
      expect(screen.getByText('Credits left').nextSibling).toHaveTextContent('24'),
    );
    const [call] = api.asked('POST /api/analyses');
    expect(call?.body).toEqual({ title: 'Lyon', input: { question: 'Where?' } });
  });

  it('can be about any lead, which typing finds among all there are', async () => {
    const old = { ...lead, id: 'l200', name: 'The first of all', email: null };
    const api = new FakeApi()
      .on('GET /api/leads', ({ query }) => {
        const items = { null: [lead], first: [old] }[String(query.get('q'))] ?? [];
        return Response.json({ items, nextCursor: null });
      })
      .on('POST /api/analyses', () => problem(503, 'unavailable'));
    const { user } = openApp('/analyses', { api });
    await user.click(await screen.findByRole('button', { name: 'New analysis' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Title'), 'Lyon');

    const field = await dialog.findByRole('combobox', { name: 'About a lead' });
    await user.click(field);
    expect(await screen.findByRole('option', { name: /Café Lumière/ })).toBeVisible();
    await user.type(field, 'nobody');
    expect(await screen.findByText('Nothing found')).toBeVisible();
    await user.clear(field);
    await user.type(field, 'first');
    await user.click(await screen.findByRole('option', { name: /The first of all/ }));
    expect(field).toHaveValue('The first of all');
    await user.click(dialog.getByRole('button', { name: 'Start for 1 credit' }));

    await waitFor(() =>
      expect(api.asked('POST /api/analyses')[0]?.body).toEqual({ title: 'Lyon', lead_id: 'l200' }),
    );
    const searches = api.asked('GET /api/leads').map(({ query }) => query.get('q'));
    expect(searches.filter((q) => q !== null)).toEqual(['nobody', 'first']);
  });
});

describe('devices', () => {
  it('are named as a person would, this one marked', async () => {
    openApp('/devices');

    const rows = await screen.findAllByRole('listitem');
    expect(rows[0]).toHaveTextContent('Chrome on LinuxThis device');
    expect(rows[1]).toHaveTextContent('Safari on iPhone');
  });

  it('can be signed out one by one', async () => {
    const api = new FakeApi().on(
      'DELETE /api/auth/sessions/d2',
      () => new Response(null, { status: 204 }),
    );
    const { user } = openApp('/devices', { api });
    const button = await screen.findByRole('button', { name: 'Sign out Safari on iPhone' });
    api.on('GET /api/auth/sessions', () =>
      Response.json({ items: devices.slice(0, 1), nextCursor: null }),
    );

    await user.click(button);

    expect(await screen.findByText('Safari on iPhone was signed out.')).toBeVisible();
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
  });

  it('can all be signed out but this one', async () => {
    const { api, user } = openApp('/devices');

    await user.click(await screen.findByRole('button', { name: 'Sign out other devices' }));

    expect(await screen.findByText('All other devices were signed out.')).toBeVisible();
    expect(api.asked('POST /api/auth/logout')[0]?.body).toMatchObject({ scope: 'others' });
  });

  it('can all be signed out, after a question', async () => {
    const { api, user } = openApp('/devices');
    await user.click(await screen.findByRole('button', { name: 'Sign out everywhere' }));
    const dialog = within(await screen.findByRole('dialog'));

    await user.click(dialog.getByRole('button', { name: 'Sign out everywhere' }));

    await screen.findByRole('heading', { name: 'Sign in to Latchkey' });
    expect(api.asked('POST /api/auth/logout')[0]?.body).toMatchObject({ scope: 'global' });
  });
});

describe('a list that has to wait', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  const tooMany = () => {
    const answer = problem(429, 'rate_limited');
    answer.headers.set('Retry-After', '12');
    return answer;
  };

  it('says so and when it goes on, and goes on then', async () => {
    const api = new FakeApi().on('GET /api/leads', tooMany);
    openApp('/leads', { api });
    await pass(100);

    expect(screen.getByRole('status')).toHaveTextContent('Too many requests. Going on in 12 s.');
    await pass(5000);
    expect(screen.getByRole('status')).toHaveTextContent('Too many requests. Going on in 7 s.');
    api.on('GET /api/leads', () => Response.json({ items: [lead], nextCursor: null }));
    await pass(7000);

    expect(screen.getByText('Café Lumière')).toBeVisible();
    expect(screen.queryByText(/Too many/)).toBeNull();
  });

  it('does so for its next page as well', async () => {
    const api = new FakeApi().on('GET /api/leads', () =>
      Response.json({ items: [lead], nextCursor: 'next' }),
    );
    openApp('/leads', { api });
    await pass(100);
    api.on('GET /api/leads', tooMany);

    fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
    await pass(100);

    expect(screen.getByRole('status')).toHaveTextContent('Too many requests. Going on in 12 s.');
    expect(screen.getByText('Café Lumière')).toBeVisible();
  });
});

describe('a list that can’t be fetched', () => {
  it('says so with the request’s id, and can be tried again', async () => {
    const api = new FakeApi().on('GET /api/leads', () => problem(400, 'invalid_request'));
    const { user } = openApp('/leads', { api });

    expect(await screen.findByRole('alert')).toHaveTextContent('req-42');
    api.on('GET /api/leads', () => Response.json({ items: [lead], nextCursor: null }));
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('Café Lumière')).toBeVisible();
  });
});
