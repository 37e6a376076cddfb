/**
 * The report's only script. It reads the rows from the page and makes text nodes of them, never
 * markup; without it summary, failures and timeline are there all the same.
 */
import { LIST_SCRIPT } from './report-list-script.ts';

const PAGE_SCRIPT = `
  for (const time of document.querySelectorAll('time[datetime]')) {
    const date = new Date(time.dateTime);
    if (!Number.isNaN(date.getTime()))
      time.textContent = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
  }

  const lightbox = byId('lightbox');
  const openShot = (shot) => {
    lightbox.querySelector('img').src = shot.src;
    lightbox.querySelector('p').textContent = shot.alt;
    lightbox.showModal();
  };
  for (const button of document.querySelectorAll('.shot button'))
    button.addEventListener('click', () => openShot(button.querySelector('img')));
  lightbox.addEventListener('click', (event) => {
    if (event.target === lightbox || event.target.closest('button')) lightbox.close();
  });

  const cards = [...document.querySelectorAll('.card')];
  const step = (by) => {
    const current = cards.indexOf(document.activeElement && document.activeElement.closest('.card'));
    const first = by > 0 ? 0 : cards.length - 1;
    const card = cards[current < 0 ? first : Math.min(Math.max(current + by, 0), cards.length - 1)];
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'start' });
  };
  const isTyping = (target) => target.closest('input, select, textarea') !== null;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || lightbox.open) return;
    if (event.key === 'Escape' && event.target === list.search) return list.clear();
    if (isTyping(event.target)) return;
    if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === '/') {
      event.preventDefault();
      list.search.focus();
      list.search.scrollIntoView({ block: 'center' });
    }
  });
  document.querySelector('.keys').hidden = false;

  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('.card .stack')) details.open = true;
  });
`;

export const REPORT_SCRIPT = `(() => {\n  'use strict';\n${LIST_SCRIPT}${PAGE_SCRIPT}})();`;
