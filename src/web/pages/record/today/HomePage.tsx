import { StartPage } from '../../StartPage.tsx';
import { useMe } from '../session.ts';
import { TodayPage } from './TodayPage.tsx';

/** A server that keeps an inventory opens on the day; one that keeps nothing, on a new assessment. */
export function HomePage() {
  return useMe() === null ? <StartPage /> : <TodayPage />;
}
