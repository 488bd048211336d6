import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe has against a page as it stands, one line a rule: `id: its elements`. */
export async function violationsOf(page: Page): Promise<string[]> {
  // in the page itself: half of the time goes into handing every element that axe looked at to a second page, which is for frames
  if (page.frames().length > 1) throw new Error('axe would not look into the frames of this page');
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`);
}
