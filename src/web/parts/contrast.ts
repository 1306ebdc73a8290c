import { useState } from 'react';

const KEY = 'patchward.contrast';

/** Puts what a person chose, or else what their system asks for, on the page; theme.css has the colours. */
export function applyContrast(): void {
  document.documentElement.dataset['contrast'] = isHigh() ? 'more' : 'normal';
}

export function useContrast(): readonly [boolean, (high: boolean) => void] {
  const [high, setHigh] = useState(isHigh);
  return [
    high,
    (next) => {
      localStorage.setItem(KEY, next ? 'more' : 'normal');
      applyContrast();
      setHigh(next);
    },
  ];
}

function isHigh(): boolean {
  const chosen = localStorage.getItem(KEY);
  return chosen === null ? matchMedia('(prefers-contrast: more)').matches : chosen === 'more';
}
