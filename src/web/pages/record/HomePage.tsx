import { Navigate } from '@tanstack/react-router';
import { StartPage } from '../StartPage.tsx';
import { useMe } from './session.ts';

/** A server that keeps an inventory opens on it; one that keeps nothing, on a new assessment. */
export function HomePage() {
  return useMe() === null ? <StartPage /> : <Navigate to="/devices" replace />;
}
