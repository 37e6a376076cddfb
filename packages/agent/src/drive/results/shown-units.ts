/**
 * Units as the server and people see them. A file's name may hold a secret, and a unit's key is shown like
 * its title, so both are masked; what is claimed is put back into what can be run.
 */
import type { ClaimedUnit, PlannedUnit } from '@gauntlet/contract';
import type { Masker } from '../../masking/masker.ts';

export type ShownUnits = {
  /** In the plan's order, every key once. */
  planned: PlannedUnit[];
  /** The claimed unit with its own key, title and file. */
  restore: (claimed: ClaimedUnit) => ClaimedUnit;
};

/** Every agent that has listed the same units shows them in the same way. */
export const showUnits = (
  units: readonly PlannedUnit[],
  { maskText }: Pick<Masker, 'maskText'>,
): ShownUnits => {
  const own = new Map<string, PlannedUnit>();
  const keyFor = (masked: string): string => {
    let key = masked;
    for (let more = 2; own.has(key); more++) key = `${masked} (${more})`;
    return key;
  };
  const planned = units.map((unit) => {
    const key = keyFor(maskText(unit.key));
    own.set(key, unit);
    const file = unit.file === undefined ? {} : { file: maskText(unit.file) };
    return { ...unit, key, title: maskText(unit.title), ...file };
  });
  const restore = (claimed: ClaimedUnit): ClaimedUnit => {
    const unit = own.get(claimed.key);
    return unit ? { ...claimed, key: unit.key, title: unit.title, file: unit.file } : claimed;
  };
  return { planned, restore };
};
