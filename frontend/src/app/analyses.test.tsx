import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnalysisDetail } from '@/core/api/openapi';
import { analysis, FakeApi, problem, session } from './testing/fake-api';
import { openApp } from './testing/open-app';

const started = { started_at: analysis.created_at };
const finished = { ...started, finished_at: analysis.created_at };
const failed: AnalysisDetail = {
  ...analysis,
  ...finished,
  status: 'failed',
  failure_reason: 'The site cannot be read.',
};

/** An API whose one analysis is as it is put last. */
class OneAnalysis extends FakeApi {
  is: AnalysisDetail;

  constructor(is: AnalysisDetail) {
    super();
    this.is = is;
    this.on('GET /api/analyses/n1', () => Response.json(this.is));
    this.on('GET /api/analyses', () => Response.json({ items: [this.is], nextCursor: null }));
  }

  holding(available: number): this {
    const account = { ...session.account, available };
    this.on('GET /api/auth/session', () => Response.json({ ...session, account }));
    return this.on('GET /api/credits', () =>
      Response.json({ balance: 25, available, items: [], nextCursor: null }),
    );
  }
}

const card = async (name: string) => within(await screen.findByRole('region', { name }));

describe('an analysis', () => {
  it('is opened from the list, and says what was asked', async () => {
    const { user } = openApp('/analyses', { api: new OneAnalysis(analysis) });

    await user.click(await screen.findByRole('link', { name: 'Lyon' }));

    expect(await screen.findByRole('heading', { level: 1, name: 'Lyon' })).toBeVisible();
    expect((await card('Question')).getByText('Where?')).toBeVisible();
    expect((await card('Progress')).getByRole('status')).toHaveTextContent('waits for its turn');
    expect(screen.queryByRole('region', { name: 'Result' })).toBeNull();
    expect(document.title).toBe('Lyon · Latchkey');
  });

  it('shows whatever else another program has asked', async () => {
    const input = { question: 'Where?', depth: 2 };
    openApp('/analyses/n1', { api: new OneAnalysis({ ...analysis, input }) });

    const question = await card('Question');
    expect(question.getByText('Where?')).toBeVisible();
    expect(question.getByText(/"depth": 2/)).toBeVisible();
  });

  it('shows the summary of its result', async () => {
    const result = { summary: 'In the\nthird district.', score: 7 };
    const done = { ...analysis, ...finished, status: 'done', result } as const;
    openApp('/analyses/n1', { api: new OneAnalysis(done) });

    const text = (await card('Result')).getByText(/third district/);
    expect(text).toHaveTextContent('In the third district.', { normalizeWhitespace: true });
    expect(screen.queryByText(/score/)).toBeNull();
  });

  it.each([{ score: 7 }, { summary: 12, score: 7 }, { summary: ' ', score: 7 }])(
    'shows the result %j as it is, which has no summary in words',
    async (result) => {
      const done = { ...analysis, ...finished, status: 'done', result } as const;
      openApp('/analyses/n1', { api: new OneAnalysis(done) });

      expect((await card('Result')).getByText(/"score": 7/)).toBeVisible();
    },
  );

  it('that failed says why, and that the credit came back', async () => {
    openApp('/analyses/n1', { api: new OneAnalysis(failed) });

    expect((await card('What went wrong')).getByText('The site cannot be read.')).toBeVisible();
    expect((await card('Progress')).getByRole('status')).toHaveTextContent(
      'It failed, and the credit that it cost is back on your account.',
    );
  });

  it('that failed says so in the list as well', async () => {
    openApp('/analyses', { api: new OneAnalysis(failed) });

    const row = within(await screen.findByRole('listitem'));
    expect(row.getByText('Failed')).toBeVisible();
    expect(row.getByText('Credit given back')).toBeVisible();
    expect(row.getByText('The site cannot be read.')).toBeVisible();
  });

  it('that is done shows its summary in the list as well', async () => {
    const done = { ...analysis, ...finished, status: 'done', summary: 'There.' } as const;
    openApp('/analyses', { api: new OneAnalysis(done) });

    const row = within(await screen.findByRole('listitem'));
    expect(row.getByText('There.')).toBeVisible();
    expect(row.getByText('1 credit')).toBeVisible();
  });

  it('that there is none of says so, with one heading and a way back', async () => {
    const api = new FakeApi().on('GET /api/analyses/n1', () => problem(404, 'not_found'));
    openApp('/analyses/n1', { api });

    expect(await screen.findByRole('alert')).toHaveTextContent('Server says: not_found.');
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'All analyses' })).toHaveAttribute('href', '/analyses');
  });
});

describe('an analysis that is under way', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  it('is followed without a reload, until it is done', async () => {
    const api = new OneAnalysis(analysis);
    openApp('/analyses/n1', { api });
    await pass(100);
    const status = within(screen.getByRole('region', { name: 'Progress' })).getByRole('status');

    api.is = { ...analysis, ...started, status: 'running' };
    await pass(3000);
    expect(status).toHaveTextContent('It is being worked on.');
    api.is = { ...analysis, ...finished, status: 'done', result: { summary: 'There.' } };
    await pass(3000);

    expect(status).toHaveTextContent('It is done.');
    expect(screen.getByText('There.')).toBeVisible();
    const asked = api.asked('GET /api/analyses/n1').length;
    await pass(600_000);
    expect(api.asked('GET /api/analyses/n1')).toHaveLength(asked);
  });

  it('says that it will be tried again', async () => {
    openApp('/analyses/n1', { api: new OneAnalysis({ ...analysis, ...started }) });
    await pass(100);

    expect(screen.getByText(/It will be tried again/)).toBeVisible();
  });

  it.each(['/analyses/n1', '/analyses', '/'])(
    'brings the balance up to date at %s when it fails',
    async (path) => {
      const api = new OneAnalysis({ ...analysis, ...started, status: 'running' }).holding(24);
      openApp(path, { api });
      await pass(100);
      const before = api.asked('GET /api/auth/session').length;

      api.is = failed;
      await pass(3000);

      expect(api.asked('GET /api/auth/session')).toHaveLength(before + 1);
      await pass(60_000);
      expect(api.asked('GET /api/auth/session')).toHaveLength(before + 1);
    },
  );

  it('asks for nothing in a list where all have ended', async () => {
    const api = new OneAnalysis(failed);
    openApp('/analyses', { api });

    await pass(600_000);

    expect(api.asked('GET /api/analyses')).toHaveLength(1);
  });
});

describe('credits that are held', () => {
  it('are apart from those that are spent', async () => {
    openApp('/credits', { api: new OneAnalysis(analysis).holding(22) });

    expect(await screen.findByText('Held')).toBeVisible();
    const figure = (name: string) => screen.getByText(name).nextSibling;
    expect(figure('Balance')).toHaveTextContent('25');
    expect(figure('Available')).toHaveTextContent('22');
    expect(figure('Held')).toHaveTextContent('3');
  });

  it('are not left to spend', async () => {
    openApp('/', { api: new OneAnalysis(analysis).holding(22) });

    await waitFor(() =>
      expect(screen.getByText('Credits left').nextSibling).toHaveTextContent('22'),
    );
    expect(screen.getByText(/^3 more held for work/)).toBeVisible();
  });

  it('start no analysis where they are all there is', async () => {
    openApp('/analyses', { api: new OneAnalysis(analysis).holding(0) });

    expect(await screen.findByText(/All your credits are held/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'New analysis' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });
});

describe('the ledger', () => {
  it('says in words what each entry is', async () => {
    const entry = (type: string, description: string) => ({
      id: type,
      type,
      description,
      amount: 1,
      balance_after: 25,
      created_at: analysis.created_at,
    });
    const items = [
      entry('spend', 'Export of 40 pages'),
      entry('grant', 'Thank you'),
      entry('refund', ''),
      entry('later_kind', ''),
    ];
    const api = new FakeApi().on('GET /api/credits', () =>
      Response.json({ balance: 25, available: 25, items, nextCursor: null }),
    );
    openApp('/credits', { api });

    const rows = await screen.findAllByRole('listitem');
    expect(rows[0]).toHaveTextContent(/Export of 40 pages.*Spent/);
    expect(rows[1]).toHaveTextContent(/Thank you.*Added/);
    expect(rows[2]).toHaveTextContent(/^Given back/);
    expect(rows[3]).toHaveTextContent(/^later_kind/);
    expect(screen.queryByText('Held')).toBeNull();
  });
});
