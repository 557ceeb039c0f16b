import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '@/core/api/openapi';
import { FakeApi, problem, progress, session } from './testing/fake-api';
import { openApp } from './testing/open-app';

const SAVE = 'POST /api/onboarding/save-progress';
const COMPLETE = 'POST /api/onboarding/complete';
const STEPS = ['business', 'audience', 'goals'] as const;

let api: FakeApi;
let saved: Progress;
let completed: boolean;

/** A server that keeps what is saved. */
beforeEach(() => {
  saved = structuredClone(progress);
  completed = false;
  api = new FakeApi()
    .on('GET /api/auth/session', () =>
      Response.json({ ...session, onboardingCompleted: completed }),
    )
    .on('GET /api/onboarding/progress', () => Response.json(saved))
    .on(SAVE, ({ body }) => {
      const { step, data } = body as { step: (typeof STEPS)[number]; data: never };
      saved.steps[step] = data;
      saved.currentStep = STEPS.find((name) => saved.steps[name] === null) ?? 'done';
      return Response.json(saved);
    })
    .on(COMPLETE, () => {
      completed = true;
      return Response.json({ message: 'Done.', account_id: 'a1', onboardingCompleted: true });
    });
});

describe('onboarding', () => {
  it('comes before every other page, and leads back to it', async () => {
    saved.steps = {
      business: { business_name: 'B', website: null },
      audience: { target_audience: 'A' },
      goals: { analysis_goals: 'G' },
    };
    saved.currentStep = 'done';
    const { user } = openApp('/devices', { api });

    await user.click(await screen.findByRole('button', { name: 'Finish setup' }));

    await screen.findByRole('heading', { name: 'Devices' });
    expect(location.pathname).toBe('/devices');
  });

  it('saves each step, completes, renews the token and opens the dashboard', async () => {
    const { user } = openApp('/', { api });

    await user.type(await screen.findByLabelText('Business name'), 'Hopper & Co');
    await user.type(screen.getByLabelText('Website'), 'hopper.example');
    await user.click(screen.getByRole('button', { name: 'Save and continue' }));
    await user.type(await screen.findByLabelText('Target audience'), 'Admirals');
    await user.click(screen.getByRole('button', { name: 'Save and continue' }));
    await user.type(await screen.findByLabelText('Goals of your analyses'), 'Fewer bugs');
    await user.click(screen.getByRole('button', { name: 'Finish setup' }));

    await screen.findByRole('heading', { name: 'Hello, Grace' });
    expect(api.asked(SAVE).map((call) => call.body)).toEqual([
      {
        step: 'business',
        data: { business_name: 'Hopper & Co', website: 'https://hopper.example' },
      },
      { step: 'audience', data: { target_audience: 'Admirals' } },
      { step: 'goals', data: { analysis_goals: 'Fewer bugs' } },
    ]);
    expect(api.asked(COMPLETE)).toHaveLength(1);
    expect(api.asked('POST /api/auth/refresh')).toHaveLength(1);
  });

  it('resumes at the first step that isn’t saved, and can go back to the others', async () => {
    saved.steps.business = { business_name: 'Hopper & Co', website: null };
    saved.currentStep = 'audience';
    const { user } = openApp('/', { api });

    await screen.findByRole('heading', { name: 'Who are you trying to reach?' });
    expect(document.title).toBe('Step 2 of 3: Audience · Latchkey');
    expect(screen.getByRole('status')).toHaveTextContent('Welcome back');
    await user.click(screen.getByRole('button', { name: 'Back' }));

    expect(await screen.findByLabelText('Business name')).toHaveValue('Hopper & Co');
  });

  it('leaves an empty website out of what is saved', async () => {
    const { user } = openApp('/', { api });

    await user.type(await screen.findByLabelText('Business name'), 'B');
    await user.click(screen.getByRole('button', { name: 'Save and continue' }));

    await waitFor(() =>
      expect(api.asked(SAVE)[0]?.body).toHaveProperty('data', { business_name: 'B' }),
    );
  });

  it('shows the server’s message beside the field, and stays', async () => {
    const fields = [{ field: 'business_name', error: 'No such business.' }];
    api.on(SAVE, () => problem(422, 'validation_failed', { fields }));
    const { user } = openApp('/', { api });

    await user.type(await screen.findByLabelText('Business name'), 'B');
    await user.click(screen.getByRole('button', { name: 'Save and continue' }));

    const name = screen.getByLabelText('Business name');
    await waitFor(() => expect(name).toHaveAccessibleDescription('No such business.'));
  });

  it('goes to the step that the server finds missing', async () => {
    saved.steps.audience = { target_audience: 'A' };
    saved.steps.business = { business_name: 'B', website: null };
    saved.currentStep = 'goals';
    const fields = [{ field: 'target_audience', error: 'Missing.' }];
    api.on(COMPLETE, () => problem(422, 'onboarding_incomplete', { fields }));
    const { user } = openApp('/', { api });

    await user.type(await screen.findByLabelText('Goals of your analyses'), 'G');
    await user.click(screen.getByRole('button', { name: 'Finish setup' }));

    await screen.findByRole('heading', { name: 'Who are you trying to reach?' });
  });

  it('takes no second click while it saves', async () => {
    let answer: (response: Response) => void = () => undefined;
    api.on(SAVE, () => new Promise<Response>((resolve) => (answer = resolve)));
    const { user } = openApp('/', { api });
    await user.type(await screen.findByLabelText('Business name'), 'B');
    await user.click(screen.getByRole('button', { name: 'Save and continue' }));

    const button = await screen.findByRole('button', { name: 'Saving…' });
    await user.click(button);
    await user.keyboard('{Enter}');

    expect(api.asked(SAVE)).toHaveLength(1);
    answer(
      Response.json({ ...saved, steps: { ...saved.steps, business: { business_name: 'B' } } }),
    );
    await screen.findByRole('heading', { name: 'Who are you trying to reach?' });
  });

  it('is over for who has completed it', async () => {
    completed = true;
    openApp('/onboarding', { api });

    await screen.findByRole('heading', { name: 'Hello, Grace' });
  });
});
