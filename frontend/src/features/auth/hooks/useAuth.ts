import { use } from 'react';
import { type Auth, AuthContext } from '../contexts/AuthContext';

/** Whether someone is signed in, and who. */
export function useAuth(): Auth {
  const auth = use(AuthContext);
  if (auth === null) throw new Error('useAuth() outside of AuthProvider');
  return auth;
}
