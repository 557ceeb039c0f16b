import { Chunk } from '@/ui/chunk';

/** Pages for signing in come with the application; these are fetched when they are needed. */
export const signedInChunk = new Chunk(async () => (await import('./signed-in')).signedInPages);
export const onboardingChunk = new Chunk(
  () => import('@/features/onboarding/pages/OnboardingPage'),
);

/** The chunk with the page at `path`. */
export function chunkOf(path: string): Chunk<unknown> {
  return path === '/onboarding' ? onboardingChunk : signedInChunk;
}
