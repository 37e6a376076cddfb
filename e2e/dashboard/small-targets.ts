/** What a pointer would miss: WCAG 2.2, success criterion 2.5.8 (target size, minimum). */
import type { Page } from 'playwright-core';

const SELECTOR = 'a[href], button:not([data-bar]), input:not([type=hidden]), select, textarea, summary';

/**
 * Targets of less than 24 by 24 pixels that stand so close to another one that circles of 24 pixels about them
 * would meet it. Links within a sentence are let be, bars of a timeline are where and as long as their time, and
 * a checkbox is as large as its label.
 */
export const findSmallTargets = (page: Page): Promise<string[]> => page.evaluate<string[]>(SCRIPT);

/** Runs in the page, which these types know nothing of. */
const SCRIPT = `(() => {
  const targets = [...document.querySelectorAll('${SELECTOR}')].filter(
    (target) => target.checkVisibility() && !target.closest('.sr-only'),
  );
  const boxOf = (target) =>
    ((target.matches('[type=checkbox], [type=radio]') && target.closest('label')) || target).getBoundingClientRect();
  const isInText = (target) =>
    getComputedStyle(target).display === 'inline' &&
    target.parentElement.textContent.trim() !== target.textContent.trim();
  const meets = (target, other) => {
    if (target === other || target.contains(other) || other.contains(target)) return false;
    const [own, box] = [boxOf(target), boxOf(other)];
    const [x, y] = [own.x + own.width / 2, own.y + own.height / 2];
    const away = [Math.max(box.x - x, 0, x - box.right), Math.max(box.y - y, 0, y - box.bottom)];
    return Math.hypot(...away) < 12;
  };
  return targets
    .filter((target) => {
      const { width, height } = boxOf(target);
      return (width < 24 || height < 24) && !isInText(target) && targets.some((other) => meets(target, other));
    })
    .map((target) => target.outerHTML.slice(0, 200));
})()`;
